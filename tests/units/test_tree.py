"""Tests the tree as ranges of paths, and the fresh path every union gets once."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from units.actions import unions
from units.models import Strand, UnionForm, Unit, UnitKind
from units.models.unit import next_path as fresh_path
from units.tree import ancestor_paths, below_except, next_path, outermost, segment, within

SEGMENTS = st.text("0123456789abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=4)
PATHS = st.lists(SEGMENTS, min_size=1, max_size=4).map("".join)


@pytest.mark.parametrize(
    "number, text",
    [(1, "0001"), (35, "000z"), (36, "0010"), (1295, "00zz"), (1296, "0100"), (36**4 - 1, "zzzz")],
)
def test_a_segment_has_four_digits_of_base_36(number, text):
    assert segment(number) == text


@pytest.mark.parametrize(
    "path, after",
    [
        ("0001", "0002"),
        ("0009", "000a"),
        ("000z", "0010"),
        ("0001000z", "00010010"),
        ("000100zz", "00010100"),
        ("00010zzz", "00011000"),
    ],
)
def test_the_path_after_a_subtree_carries_at_z(path, after):
    assert next_path(path) == after


@given(PATHS, PATHS)
def test_a_path_lies_in_the_range_of_a_subtree_exactly_when_it_begins_with_its_root(root, path):
    if root.endswith("zzzz"):  # 36^4 children of one union: no range beyond it is needed
        return
    assert (root <= path < next_path(root)) == path.startswith(root)


@pytest.mark.parametrize(
    "paths, kept",
    [
        ([], []),
        (["0001"], ["0001"]),
        (["00010002", "0001"], ["0001"]),
        (["00010002", "00010003"], ["00010002", "00010003"]),
        (["0001", "0001"], ["0001"]),
        (["000100020003", "0002", "00010002"], ["00010002", "0002"]),
    ],
)
def test_the_outermost_paths_cover_the_others(paths, kept):
    assert outermost(paths) == kept


@given(st.lists(PATHS, max_size=8), PATHS)
def test_the_outermost_paths_reach_what_all_of_them_reach(paths, path):
    kept = outermost(paths)
    assert any(path.startswith(prefix) for prefix in kept) == any(path.startswith(prefix) for prefix in paths)
    assert not any(a != b and a.startswith(b) for a in kept for b in kept)


def test_the_ancestors_of_a_path_come_from_the_root_down():
    assert ancestor_paths("0001000200030004") == ["0001", "00010002", "000100020003"]
    assert ancestor_paths("0001") == []


def test_without_a_path_nothing_is_within(world):
    assert list(Unit.objects.filter(within("path", []))) == []


def test_within_a_path_are_its_unit_and_everything_below(world):
    units = Unit.objects.filter(within("path", [world.district.path, world.school.path]))
    assert set(units) == {world.district, world.school, world.commune, world.porters}


@pytest.mark.parametrize("others", [(), ("district",), ("city", "district"), ("district", "school"), ("school",)])
def test_below_but_not_below_others(world, others):
    paths = [world.units[name].path for name in others]
    units = set(Unit.objects.filter(below_except("path", world.province.path, paths)))
    below = set(Unit.objects.below(world.province))
    assert units == below - {unit for other in others for unit in Unit.objects.below(world.units[other])}


def test_near_are_those_at_a_path_and_right_below_and_who_was_chosen(world):
    near = [world.province, world.city, world.district, world.units["direct"], world.units["central"]]
    assert list(Unit.objects.near([world.province.path])) == near
    assert set(Unit.objects.near([world.province.path], str(world.school.pk))) == {*near, world.school}
    assert list(Unit.objects.near([], "9" * 30)) == []


def test_below_and_above_leave_the_unit_itself_out(world):
    assert set(Unit.objects.below(world.district)) == {world.school, world.commune, world.porters}
    assert list(world.school.above()) == [world.province, world.district]


def test_every_union_stands_below_its_parent(world):
    assert world.province.path == "0001"
    for unit in world.units.values():
        parent = unit.parent.path if unit.parent else ""
        assert unit.path[:-4] == parent
        assert len(unit.path) == len(parent) + 4


def found(parent, name):
    return Unit.objects.create(
        name=name,
        full_name=name,
        parent=parent,
        kind=UnitKind.GRASSROOTS,
        form=UnionForm.WORKPLACE,
        strand=Strand.ADMINISTRATIVE,
        valid_from=date(2015, 1, 1),
    )


def test_the_path_a_union_left_is_not_given_to_another(world):
    left = world.porters.path
    unions.move_under(world.porters, world.city, by=world.by("admin"))
    assert found(Unit.objects.get(pk=world.district.pk), "CĐCS Xã Mới").path == next_path(left)


def test_the_counter_carries_at_z_when_a_path_is_given(world):
    Unit.objects.filter(pk=world.city.pk).update(last_segment=35)
    assert fresh_path(Unit.objects.get(pk=world.city.pk)) == world.city.path + "0010"


def test_two_stale_copies_of_a_parent_give_two_paths(world):
    stale_a, stale_b = Unit.objects.get(pk=world.city.pk), Unit.objects.get(pk=world.city.pk)
    assert fresh_path(stale_a) != fresh_path(stale_b)


def test_saving_again_keeps_the_path(world):
    school = Unit.objects.get(pk=world.school.pk)
    before = school.path
    school.name = "CĐCS Trường THCS Đồi Na 2"
    school.save()
    assert Unit.objects.get(pk=school.pk).path == before


def test_a_moved_union_takes_everything_below_it_to_fresh_paths(world, districts_below_districts):
    old = {name: world.units[name].path for name in ("district", "school", "commune", "porters")}
    unions.move_under(world.district, world.city, by=world.by("admin"))
    new = {name: Unit.objects.get(pk=world.units[name].pk) for name in old}
    assert new["district"].parent == world.city
    assert new["district"].path == world.city.path + "0002"
    for name in ("school", "commune", "porters"):
        assert new[name].path == new["district"].path + old[name][-4:]
        assert new[name].parent == world.district
    assert Unit.objects.filter(path__startswith=old["district"]).count() == 0


def test_a_union_that_moves_away_and_back_gets_a_third_path(world):
    paths = [world.bank.path]
    for parent in (world.district, world.city):
        unions.move_under(world.bank, parent, by=world.by("admin"))
        paths.append(Unit.objects.get(pk=world.bank.pk).path)
    assert len(set(paths)) == 3
    assert paths[2].startswith(world.city.path)


def test_a_union_never_hangs_below_itself(world):
    for goal in (world.district, world.school):
        with pytest.raises(ValidationError) as refusal:
            unions.move_under(world.district, goal, by=world.by("admin"))
        assert refusal.value.message_dict == {
            "parent": ["Một đơn vị không thể nằm dưới chính mình hoặc dưới đơn vị thuộc mình."]
        }
    assert Unit.objects.get(pk=world.district.pk).path == world.district.path


def test_a_closed_union_hangs_below_its_successor_and_is_valid_no_longer(world):
    day = date(2015, 8, 1)
    unions.close(world.commune, on=day, successor=world.city, by=world.by("admin"))
    closed = Unit.objects.get(pk=world.commune.pk)
    assert (closed.parent, closed.successor, closed.valid_to) == (world.city, world.city, day)
    assert closed.path.startswith(world.city.path)
    assert closed not in Unit.objects.valid_on(day)
    assert closed in Unit.objects.valid_on(date(2015, 7, 31))


def test_a_closed_union_without_a_successor_stays_below_its_old_parent(world):
    unions.close(world.commune, on=date(2015, 8, 1), successor=None, by=world.by("admin"))
    closed = Unit.objects.get(pk=world.commune.pk)
    assert (closed.parent, closed.path, closed.successor) == (world.district, world.commune.path, None)
