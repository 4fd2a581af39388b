import tomllib
from pathlib import Path

from django.db import migrations, models


WORDS = Path(__file__).resolve().parents[1] / "data/words-2015.toml"


def add_terms(apps, schema_editor):
    """Add the terms that the set of 2015 has got since it was loaded."""
    words, term = tomllib.loads(WORDS.read_text()), apps.get_model("units", "Term")
    for row in words["terms"]:
        since = {"root": None, "valid_from": words["valid_from"]}
        term.objects.get_or_create(code=row["code"], **since, defaults={"text": row["text"]})


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0019_inspection_of_a_year"),
    ]

    operations = [
        migrations.RunPython(add_terms, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="signer",
            name="block",
            field=models.CharField(
                help_text="In trên chức vụ, ví dụ KT. CHỦ TỊCH, TL.", max_length=80, verbose_name="thể thức ký"
            ),
        ),
        migrations.AlterField(
            model_name="strandname",
            name="code",
            field=models.CharField(
                choices=[
                    ("administrative", "cơ quan nhà nước"),
                    ("public_service", "đơn vị sự nghiệp"),
                    ("state_enterprise", "doanh nghiệp của Nhà nước"),
                    ("private_enterprise", "doanh nghiệp tư nhân"),
                    ("foreign_enterprise", "doanh nghiệp nước ngoài"),
                ],
                editable=False,
                max_length=30,
                verbose_name="mã",
            ),
        ),
        migrations.AlterField(
            model_name="unit",
            name="kind",
            field=models.CharField(
                choices=[
                    ("confederation", "toàn quốc"),
                    ("province", "cấp tỉnh, thành phố"),
                    ("upper_place", "cấp trên cơ sở, theo địa bàn"),
                    ("upper_trade", "cấp trên cơ sở, theo ngành"),
                    ("grassroots", "cơ sở"),
                ],
                max_length=20,
                verbose_name="cấp",
            ),
        ),
        migrations.AlterField(
            model_name="unit",
            name="strand",
            field=models.CharField(
                blank=True,
                choices=[
                    ("administrative", "cơ quan nhà nước"),
                    ("public_service", "đơn vị sự nghiệp"),
                    ("state_enterprise", "doanh nghiệp của Nhà nước"),
                    ("private_enterprise", "doanh nghiệp tư nhân"),
                    ("foreign_enterprise", "doanh nghiệp nước ngoài"),
                ],
                max_length=20,
                verbose_name="khối",
            ),
        ),
        migrations.AlterField(
            model_name="unit",
            name="women",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="nữ trong số đó"),
        ),
        migrations.AlterField(
            model_name="unit",
            name="workers",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="người lao động"),
        ),
        migrations.AlterField(
            model_name="unittype",
            name="organ",
            field=models.CharField(
                help_text="In trên văn bản, trước tên đơn vị.", max_length=80, verbose_name="cơ quan lãnh đạo"
            ),
        ),
        migrations.AlterField(
            model_name="unittype",
            name="role",
            field=models.CharField(
                choices=[
                    ("confederation", "toàn quốc"),
                    ("province", "cấp tỉnh, thành phố"),
                    ("upper_place", "cấp trên cơ sở, theo địa bàn"),
                    ("upper_trade", "cấp trên cơ sở, theo ngành"),
                    ("grassroots", "cơ sở"),
                ],
                editable=False,
                max_length=20,
                verbose_name="vai trò trong cây tổ chức",
            ),
        ),
    ]
