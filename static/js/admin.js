// The admin's screens, made quicker; each of them works without this.

// Tick or untick every row of a list.
const all = document.getElementById("action-toggle");
if (all) {
  all.classList.add("ready");
  all.addEventListener("change", () => {
    document.querySelectorAll("#result_list .action-select").forEach((box) => { box.checked = all.checked; });
  });
}

// A further blank row of a part: a copy of the hidden one, counted in the form's TOTAL_FORMS.
document.querySelectorAll("[data-add-row]").forEach((button) => {
  const prefix = button.dataset.addRow;
  const blank = document.querySelector(`[data-rows="${prefix}"] tr.blank`);
  const total = document.getElementById(`id_${prefix}-TOTAL_FORMS`);
  if (!blank || !total) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const row = blank.cloneNode(true);
    row.innerHTML = row.innerHTML.replaceAll("__prefix__", total.value);
    row.classList.remove("blank");
    row.hidden = false;
    blank.before(row);
    total.value = Number(total.value) + 1;
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });
});
