"""Who, where, when and how old: read by grammar, so that words nobody has listed in a row are understood too."""

from __future__ import annotations

import pytest

from nlu.components.entities import entities
from nlu.components.text import Line, words


def read(text: str, kind: str) -> list[tuple[str, str | int]]:
    """(words, value) of all entities of one kind."""
    return [(text[e.start : e.end], e.value) for e in entities(text, Line(words(text))) if e.kind == kind]


@pytest.mark.parametrize(
    "text",
    [
        "Con tôi bị đánh",
        "con gái tôi bị đánh",
        "thằng con tui bị đánh",
        "tôi nuôi hai cháu, cháu lớn hay khóc",
        "bé nhà em 3 tuổi",
        "tôi lo cho học trò tôi",
        "cháu gái lớp 8 ở thôn bên",
        "anak kâo ruă",
        "my daughter is scared",
    ],
)
def test_the_child_of_whom_it_is_told_is_nobody_to_itself(text: str) -> None:
    assert read(text, "relation") == []


@pytest.mark.parametrize("text", ["cháu gái tôi bị đánh", "con dâu tôi đánh cháu", "em gái em bị đánh"])
def test_a_niece_a_daughter_in_law_and_a_sister_are_somebody(text: str) -> None:
    assert len(read(text, "relation")) == 1


def test_a_bare_word_is_whom_a_longer_one_named() -> None:
    told = read("Em ở với chú thím. Tiền chú giữ hết, thím đắp lá cho em", "relation")
    assert told == [("chú thím", "relative"), ("chú", "relative"), ("thím", "relative")]


@pytest.mark.parametrize("text", ["cô ơi cứu con với", "chú ơi, nhà con cháy rồi"])
def test_one_who_is_called_is_not_spoken_of(text: str) -> None:
    assert read(text, "relation") == []


def test_the_teacher_is_co_where_school_is_spoken_of() -> None:
    assert ("cô", "teacher") in read("Ở lớp cô cứ bắt em đứng ngoài hành lang", "relation")
    assert read("Mấy hôm bị cô lập em ngồi một mình", "relation") == []


@pytest.mark.parametrize("text", ["5 đứa lớp 9 chặn đường", "mấy anh lớp trên chặn đường"])
def test_pupils_of_a_class_are_friends(text: str) -> None:
    assert [value for _, value in read(text, "relation")] == ["friend"]


@pytest.mark.parametrize(
    "text",
    [
        *("bị bắt vợ", "con bò", "cô lập", "chú ý", "bác sĩ", "mẹ kiếp", "ba giờ", "nu co tam tuoi"),
        *("nhà ba tầng", "gậy ba khúc", "cả ba đều ói", "thằng nhỏ lên ba", "tuyên bố", "chú thích", "ông ngoại quốc"),
        *("dắt ra duong bat dung", "hen nhau o bo ke", "bi ban qua bien gioi", "khong co o truong", "long ban chan"),
        *("gửi ảnh cho người ta", "bắn lủng má", "ghép em thành vợ chồng", "lúc nhỏ em hay đói", "em hai năm nay"),
    ],
)
def test_what_only_sounds_like_kin_is_none(text: str) -> None:
    assert read(text, "relation") == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("em đang ở xã Cư Suê", "xã Cư Suê"),
        ("tụi em bị chặn ở nhà vệ sinh trường", "nhà vệ sinh trường"),
        ("nó té xuống hồ thủy lợi", "hồ thủy lợi"),
        ("gần chợ huyện", "chợ huyện"),
        ("lạc ở siêu thị", "siêu thị"),
        ("Ba má con đi Mỹ rồi", "Mỹ"),
        ("ở trên bệnh viện huyện", "bệnh viện huyện"),
    ],
)
def test_a_place_is_found_with_its_kind(text: str, place: str) -> None:
    assert place in [word for word, _ in read(text, "place")]


@pytest.mark.parametrize(
    "text",
    [
        "tụi em bị chặn sau trường",
        "trường em có bạn bị đánh",
        "nó té xuống suối",
        "bị nhốt ngoài chòi rẫy",
        "trong buôn tôi có nhà đó",
        "bên thôn kế bên",
        "xã đã xuống chưa",
        "ngồi một mình ở quán cà phê",
        "bạn cùng xóm 15 tuổi",
        "đọc nhật ký của con",
        "học sinh nội trú",
        "bán đồ cho chú",
        "hai người Trung Quốc",
        "tụi nó chặn ngoài cổng trường",
        "ban keo la truoc cong truong",
        "em ngồi một mình trong căng tin",
        "xin hỏi bệnh viện nào khám tâm lý",
        "nhà không cho đi trạm xá",
        "trường mầm non chưa nhận bé",
        "bi bon tuoi danh",
    ],
)
def test_a_bare_kind_of_place_names_none(text: str) -> None:
    assert read(text, "place") == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ở trường nguyễn du", "trường nguyễn du"),
        ("sau truong le loi", "truong le loi"),
        ("tren duong phan chu trinh", "duong phan chu trinh"),
        ("đường 30 tháng 4", "đường 30"),
        ("lac o thon 5 tuan truoc", "thon 5"),
        ("em o ea kao", "ea kao"),
        ("tắm ở suối Ea Tiêu", "suối Ea Tiêu"),
        ("quan nuoc dau buon", "quan nuoc dau buon"),
        ("chặn ở cổng trường Lê Lợi", "cổng trường Lê Lợi"),
        ("đang đứng trên cầu 14 không muốn sống", "cầu 14"),
        ("chay o hem 45 Le Loi", "hem 45 Le Loi"),
        ("nó học tiểu học Lê Lợi", "tiểu học Lê Lợi"),
        ("bán khăn giấy ở phố đi bộ", "phố đi bộ"),
        ("hứa làm bên Myanmar lương ngàn đô", "Myanmar"),
    ],
)
def test_a_name_makes_a_place_of_any_kind_in_small_letters_too(text: str, place: str) -> None:
    assert [word for word, _ in read(text, "place")] == [place]


@pytest.mark.parametrize(
    "text", ["nổ bình ga", "chó nhà hàng xóm", "cầu cứu mọi người", "nhet rac vao ao", "trong bếp"]
)
def test_what_only_sounds_like_a_place_or_is_a_room_is_none(text: str) -> None:
    assert read(text, "place") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("từ sáng tới giờ em chưa ăn", "từ sáng tới giờ"),
        ("tối hôm qua ổng đánh", "tối hôm qua"),
        ("4h sáng mai họ đón", "4h sáng mai"),
        ("hai tuần rồi em chưa ngủ", "hai tuần rồi"),
        ("đêm nào cũng khóc", "đêm nào cũng"),
        ("hôm qua đau, bữa nay lên da non", "bữa nay"),
    ],
)
def test_a_time_is_a_part_of_the_day_a_day_a_clock_or_a_length(text: str, said: str) -> None:
    assert said in [word for word, _ in read(text, "time")]


@pytest.mark.parametrize(
    "text",
    [
        "bao giờ có kết quả",
        "làm trễ giờ",
        "mua áo tết",
        "giờ em không biết làm sao",
        "gio no o nha",
        "con khỏi rồi, nay đi học lại",
        "nhà tối om",
    ],
)
def test_what_only_sounds_like_a_time_is_none(text: str) -> None:
    assert read(text, "time") == []


@pytest.mark.parametrize(
    ("text", "years"),
    [("Nó 15, thằng kia 19.", [15, 19]), ("Tôi bảy mươi rồi", [70]), ("He is 19.", [19]), ("kâo pluh dua thŭn", [12])],
)
def test_an_age_may_stand_without_its_word(text: str, years: list[int]) -> None:
    assert [value for _, value in read(text, "age")] == years


def test_ede_is_read_in_its_own_words() -> None:
    text = "mlam anei ama dôk čăm anak kâo ti sang hră"
    assert read(text, "time") == [("mlam anei", "mlam anei")]
    assert read(text, "relation") == [("ama", "father")]
    assert read(text, "place") == [("sang hră", "sang hră")]


@pytest.mark.parametrize("text", ["0905. 123. 456", "0905 - 123 - 456"])
def test_a_number_typed_in_groups_is_one_number(text: str) -> None:
    assert [value for _, value in read(text, "phone")] == ["0905123456"]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("em bé 10 ngày tuổi", [0]),
        ("cháu 3 tuần tuổi", [0]),
        ("bé mới sinh được 3 ngày", [0]),
        ("cháu 18 tháng tuổi", [1]),
        ("em năm nay tám, bị ba đánh", [8]),
        ("con gái tôi lên bảy", [7]),
    ],
)
def test_days_weeks_and_months_are_an_age_too(text: str, years: list[int]) -> None:
    assert [value for _, value in read(text, "age")] == years
    assert not [word for word, _ in read(text, "time") if word.strip("0123456789 ") in ("ngày", "tuần")]


@pytest.mark.parametrize(
    "text",
    [
        "thằng Tám bị đánh",
        "con Bảy nghỉ học",
        "chị Chín đi làm",
        "bé Mười ở nhà",
        "em Tám, nhà bên",
        "cháu tên Bảy, bị sốt",
    ],
)
def test_a_child_named_by_its_number_has_no_age(text: str) -> None:
    assert read(text, "age") == []


def roles(text: str) -> dict[str, str | None]:
    found = [e for e in entities(text, Line(words(text))) if e.kind == "relation"]
    return {str(e.value): e.role for e in found}


@pytest.mark.parametrize(
    "text", ["bé nhà bên hay bị nhốt", "con bé hàng xóm cứ khóc", "đứa trẻ nhà bên mẹ nó đánh suốt"]
)
def test_a_child_of_the_neighbours_is_the_child(text: str) -> None:
    assert roles(text)["neighbour"] == "child"


@pytest.mark.parametrize("text", ["hàng xóm đánh con tôi", "thằng bé hàng xóm đánh con tôi", "bị chú Sáu hàng xóm sờ"])
def test_a_neighbour_who_does_harm_is_told_from_it(text: str) -> None:
    assert roles(text)["neighbour"] == "harm_doer"


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("bố không đánh em", "father"),
        ("không phải bố đánh em", "father"),
        ("hàng xóm thấy nó đánh bé", "neighbour"),
        ("bà nội nghe tiếng đánh bé", "grandparent"),
        ("mẹ can hoài mà ba vẫn đánh", "mother"),
    ],
)
def test_who_only_sees_it_or_does_not_do_it_does_no_harm(text: str, other: str) -> None:
    assert roles(text)[other] == "other"


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("bà ngoại xé sách của em rồi kêu em là đồ ăn bám", "grandparent"),
        ("thầy dạy vẽ hay đặt tay lên vai bạn gái rồi hẹn đi riêng", "teacher"),
        ("bố em nhận trâu của nhà bên kia rồi", "father"),
        ("mẹ đi từ hôm kia chưa về, con đói", "mother"),
        ("ba mẹ bỏ tụi em ở nhà với nồi cơm nguội", "father"),
        ("mấy đứa con trai lớp chín chặn đường giật cặp", "friend"),
        ("bạn thân em cứ cười nhạo em trước lớp", "friend"),
        ("dì út lấy chổi quất em", "relative"),
        ("em hư chút là ngoại la, la hoài", "grandparent"),
        ("nó kể em là chú lấy gậy đánh nó", "relative"),
        ("có người đứng rình bé trước cổng", "stranger"),
        ("anh phụ hồ cởi áo bé ra", "stranger"),
        ("chủ hầm không cho tụi em về", "employer"),
        ("anh quản lý vỗ mông em", "employer"),
        ("mẹ nuôi định giao em cho người ta", "carer"),
        ("bạn bàn cuối giật tóc em", "friend"),
    ],
)
def test_harm_needs_no_blow(text: str, doer: str) -> None:
    assert roles(text)[doer] == "harm_doer"


def test_who_does_harm_does_it_wherever_that_person_is_named() -> None:
    text = "Mẹ hay khóc. Hôm đó mẹ cầm roi đánh em"
    assert [e.role for e in entities(text, Line(words(text))) if e.kind == "relation"] == ["harm_doer", "harm_doer"]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("me va em di cho", "mother"),
        ("me om nang may hom nay", "mother"),
        ("bo so mat viec", "father"),
        ("ba mẹ ly hôn rồi, em ở với ngoại", "mother"),
        ("ba em da di lam xa", "father"),
        ("cô giáo ghé nhà thăm, dượng đánh em", "teacher"),
        ("em bị thằng bạn của anh trai đè ra", "sibling"),
    ],
)
def test_a_word_without_its_marks_or_anothers_deed_makes_nobody_do_harm(text: str, other: str) -> None:
    assert roles(text)[other] == "other"


@pytest.mark.parametrize(
    ("text", "child"),
    [
        ("bạn cùng bàn em từ tối qua chưa về nhà", "friend"),
        ("tụi nó đang đánh bạn em", "friend"),
        ("nhỏ bạn em lỡ có bầu", "friend"),
    ],
)
def test_a_friend_to_whom_it_happens_is_the_child(text: str, child: str) -> None:
    assert roles(text)[child] == "child"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("cô út đánh cháu", [("cô út", "relative")]),
        ("chú Ba hay uống rượu", [("chú Ba", "relative")]),
        ("toi la co cua chau be", [("co", "relative")]),
        ("bo con nhau say", [("bo", "father")]),
        ("có bà dắt đứa nhỏ đi xin", [("có bà", "stranger")]),
        ("ông nội say, hôm qua ông chửi", [("ông nội", "grandparent"), ("ông", "grandparent")]),
    ],
)
def test_who_somebody_is_may_be_told_without_marks_or_by_number(text: str, told: list[tuple[str, str]]) -> None:
    assert read(text, "relation") == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("mấy đứa kia quay clip rồi cười", [("mấy đứa kia", "friend")]),
        ("bạn Hùng cứ giật tóc con", [("bạn Hùng", "friend")]),
        ("ông già ở đầu ngõ rình con bé", [("ông già", "stranger")]),
        ("có một cô trên zalo rủ nó đi", [("một cô trên zalo", "online")]),
        ("bị quản lí ép đi khách", [("quản lí", "employer")]),
        ("con có chị lớp 7", [("chị", "sibling")]),
        ("vợ chồng nhà đó ngày nào cũng đập đồ", [("vợ chồng nhà đó", "other")]),
        ("em nằm trên lầu ba", []),
        ("em rớt ba môn", []),
        ("cô bán hàng cho em cái kẹo", []),
    ],
)
def test_who_is_only_pointed_at_is_told_too(text: str, told: list[tuple[str, str]]) -> None:
    assert read(text, "relation") == told


@pytest.mark.parametrize(
    "text",
    [
        "Em chào cô chú, em hỏi chút",
        "vết bầm trên má",
        "thợ xi mạ",
        "bị kiến ba khoang cắn",
        "đi làm gia sư",
        "nó dọa bắn",
        "thay co vet bam",
        "Tôi là con gái ở một mình",
    ],
)
def test_who_is_greeted_and_what_sounds_like_kin_is_nobody(text: str) -> None:
    assert read(text, "relation") == []


@pytest.mark.parametrize(
    "text",
    [
        "cả xóm đều biết",
        "con phải chuyển trường",
        "chủ rẫy mắng",
        "mẹ đi chợ, em trông nhà",
        "không gửi về đồng nào",
        "tui ở xa tụi nó",
        "gọi công an xã",
        "học bán trú bị bạn ghẹo",
        "từ mùa rẫy năm ngoái",
    ],
)
def test_people_offices_and_errands_are_no_place(text: str) -> None:
    assert read(text, "place") == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("trước cổng trường tiểu học Kim Đồng", ["trước cổng trường tiểu học Kim Đồng"]),
        ("em trốn trong phòng y tế trường Nguyễn Du", ["phòng y tế trường Nguyễn Du"]),
        ("quảng trường 10 tháng 3", ["quảng trường 10"]),
        ("bị đem bán ngoài Bắc", ["ngoài Bắc"]),
    ],
)
def test_a_place_in_a_place_is_one(text: str, places: list[str]) -> None:
    assert [word for word, _ in read(text, "place")] == places


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("hồi tháng 3 em bị ngã", ["hồi tháng 3"]),
        ("hồi năm nhất em buồn lắm", ["hồi năm nhất"]),
        ("có bầu 3 tháng", []),
        ("bay gio em o nha", ["bay gio"]),
        ("giờ nên đi đâu ạ", []),
        ("con vừa phát hiện ra", []),
        ("bạn chặn em lúc tan học", ["tan học"]),
        ("no mat tich tu trua", ["tu trua"]),
        ("mai moi noi chuyen", ["mai"]),
    ],
)
def test_a_time_is_told_whole_and_only_where_it_is_one(text: str, times: list[str]) -> None:
    assert [word for word, _ in read(text, "time")] == times


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("bé nhà em 9 tháng bị ngã", [0]),
        ("hai đứa bé 2 và 4 tuổi", [2]),
        ("con trong em 5 thang o nha", [0]),
        ("con gái tôi 13 cứ nằm khóc", [13]),
        ("chuyện mười hai năm rồi", []),
        ("em chịu hai năm rồi", []),
    ],
)
def test_months_pairs_and_bare_numbers(text: str, years: list[int]) -> None:
    assert [value for _, value in read(text, "age")] == years


@pytest.mark.parametrize(
    "text",
    [
        "mẹ tui bán phở đầu ngõ",
        "thầy hay bắt tay tụi em ngoài cổng",
        "bố coi bóng đá la to lắm",
        "ba đi đánh cờ với bạn",
        "me len tham mang theo xoi",
        "me di cho chua ve",
        "mẹ với em đang chui gầm bàn",
        "cảm ơn cô đã dạy dỗ em",
    ],
)
def test_an_everyday_deed_is_no_harm(text: str) -> None:
    assert "harm_doer" not in roles(text).values()


@pytest.mark.parametrize(
    "text", ["tụi nó ném vo em xuống ao", "em chong mat qua", "con co tu choi duoc khong", "lấy com pa vẽ", "danh boss"]
)
def test_words_without_marks_that_are_no_kin(text: str) -> None:
    assert read(text, "relation") == []


@pytest.mark.parametrize("text", ["bà chủ quán vui tính", "phim này hơn bản gốc", "toán khối 5", "ai ban ga khong"])
def test_what_is_said_of_a_shop_a_film_or_a_grade_is_no_place(text: str) -> None:
    assert read(text, "place") == []
