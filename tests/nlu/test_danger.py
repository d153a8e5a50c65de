"""Danger is heard in every spelling, and figures of speech, denials, the past and general questions are not danger."""

from __future__ import annotations

import pytest

from nlu.components.danger import Danger, Reader
from nlu.components.text import Line, fold, words
from tests.fakes.services import Nlu
from tests.nlu.test_server import ask

READER = Reader()

# None of these is a training example. The second column holds a signal that must be among those found.
NOW = [
    ("Thầy ơi cứu con, cha con đang lấy dây điện quất con", "violence_now"),
    ("Nhà bên cạnh đang đánh đứa nhỏ la khóc dữ lắm", "violence_now"),
    ("chồng tôi say rượu đang bóp cổ con gái tôi", "violence_now"),
    ("ổng đang cầm rựa đứng trước cửa đòi chém hai mẹ con", "weapon"),
    ("anh trai em đang cầm dao dí em", "weapon"),
    ("bé nhà em bị té máu ra nhiều quá không cầm được", "serious_injury"),
    ("cháu tôi bất tỉnh rồi gọi không dậy", "serious_injury"),
    ("em đang bị nhốt trong nhà kho tối quá", "confined"),
    ("tụi nó giữ em trong phòng trọ không cho về", "confined"),
    ("dì ghẻ trói em ngoài chuồng bò từ trưa tới giờ", "confined"),
    ("đêm nay con sẽ tự tử", "suicide"),
    ("em không muốn sống trên đời này nữa", "suicide"),
    ("con viết thư tuyệt mệnh xong rồi", "suicide"),
    ("mẹ ơi vĩnh biệt mẹ", "suicide"),
    ("con bé bị bắt cóc rồi cô ơi", "missing"),
    ("con trai tôi đi lạc ở chợ tìm hoài không thấy", "missing"),
    ("nửa tiếng nữa họ chở em qua biên giới, tối nay đi rồi", "trafficking"),
    ("em bị lừa bán qua Campuchia", "trafficking"),
    ("có hai đứa nhỏ đang đuối nước ngoài hồ Lắk", "drowning"),
    ("thằng bé bị nước cuốn trôi rồi", "drowning"),
    ("có ai bỏ rơi em bé sơ sinh trước cổng trạm xá", "abandoned_infant"),
    ("thằng cha đó đang đè em ra cởi quần áo", "sexual_assault_now"),
    ("tối nay chú bắt em ngủ chung với chú", "sexual_assault_now"),
    ("nhà đang cháy mà bé còn kẹt bên trong", "fire_poison"),
    ("em con uống nhầm thuốc diệt cỏ", "fire_poison"),
    ("bạn con vừa ăn lá ngón", "fire_poison"),
    ("sáng mai nhà trai tới bắt em về làm vợ", "forced_marriage_now"),
    ("ngày mai ba má ép em lấy chồng", "forced_marriage_now"),
]
TEEN_CODE = [
    ("e đag bị ck mẹ uýnh", "violence_now"),
    ("mk mún chết lắm r", "suicide"),
    ("mk ko mún sống nx", "suicide"),
    ("kíu e vs, ba e đag cầm dao", "weapon"),
    ("e bị nhốt trog phòg k ra đc", "confined"),
    ("tối nay e sẽ tự tử z", "suicide"),
    ("CỨU CON VỚI BA ĐANG ĐÁNH CON", "violence_now"),
    ("cứuuuu emmm vớiiii, ba đang đánhhhh em", "violence_now"),
    ("my dad is hitting me right now", "violence_now"),
]
NOT_NOW = [
    "muỗi ngoài rẫy cắn muốn chết",
    "viết di chúc cho cái ví tiền",
    "công an tịch thu con dao ổng cầm rồi",
    "chú tháo dây trói cho em rồi, em không sao",
    "hôm nay nóng muốn chết",
    "em cười muốn chết luôn á",
    "đói bụng chết đi được",
    "học bài mệt muốn chết",
    "sợ chết khiếp phim ma đó",
    "em không bị ai đánh hết",
    "cháu chưa bao giờ bị bố đánh",
    "bé không bị đuối nước, bé khỏe",
    "em không có ý định tự tử đâu ạ",
    "hồi nhỏ em bị ba đánh suốt",
    "năm ngoái bạn em bị nhốt trong nhà vệ sinh",
    "cách đây hai năm cháu bị chú xâm hại",
    "trẻ bị đuối nước thì phải làm gì",
    "sơ cứu khi trẻ bị bỏng thế nào",
    "làm sao để phòng tránh bắt cóc trẻ em",
    "cha mẹ đánh con có bị phạt không",
    "ao này không rào, trẻ con dễ rơi xuống ao",
    "bố em hay đánh em khi say",
    "chơi liên quân bị giết hoài",
    "em đang đánh răng",
    "đang nuôi chim trong nhà",
    "điện thoại sắp hết pin chết máy rồi",
    "tối nay có đá banh không",
    "cho em xin số tổng đài với",
    "dạ con chào cô, cô có khỏe không ạ",
    "",
    "😭😭😭",
    "quá khứ em từng rạch tay, giờ em ổn rồi",
    "em hay rạch tay cho đỡ buồn",
]


def read(text: str) -> Danger:
    return READER.read(Line(words(text)))


@pytest.mark.parametrize(("text", "signal"), NOW)
def test_danger_is_heard_with_diacritics_and_without(text: str, signal: str) -> None:
    for spelling in (text, fold(text), text.upper(), fold(text).replace(",", "")):
        danger = read(spelling)
        assert danger.now, spelling
        assert signal in danger.signals, spelling


@pytest.mark.parametrize(("text", "signal"), TEEN_CODE)
def test_danger_is_heard_in_teen_code(text: str, signal: str) -> None:
    danger = read(text)
    assert danger.now
    assert signal in danger.signals


@pytest.mark.parametrize("text", NOT_NOW)
def test_what_only_sounds_like_danger_is_none(text: str) -> None:
    for spelling in (text, fold(text)):
        danger = read(spelling)
        assert not danger.now, (spelling, danger)


def test_danger_is_found_in_the_middle_of_a_long_story_without_a_full_stop() -> None:
    story = "hôm qua em đi học về thì trời mưa rồi em ghé nhà bạn chơi " * 6
    text = fold(f"{story} mà giờ ba em đang cầm dao đuổi mẹ em {story}")
    danger = read(text)
    assert danger.now
    assert any("cam dao" in text[start:end] for start, end in danger.evidence)


def test_evidence_is_short_and_in_the_text() -> None:
    for text, _ in NOW + TEEN_CODE:
        for start, end in read(text).evidence:
            assert 0 <= start < end <= len(text)
            assert end - start <= 60


@pytest.mark.parametrize("piece", ["ba danh ", "bị ", "a", "cháu bị bố đánh ", "(((", "không ", ". ", "đang đánh "])
def test_the_longest_message_is_read_and_its_evidence_lies_in_it(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    assert all(0 <= start < end <= len(text) for start, end in read(text).evidence)


@pytest.mark.parametrize("text", ["ổng đang cầm rựa đòi chém mẹ", "ong dang cam rua doi chem me", "mk mún chết lắm r"])
def test_the_service_says_the_same(nlu: Nlu, text: str) -> None:
    danger = ask(nlu, text)["danger"]
    here = read(text)
    assert danger["now"] is here.now is True
    assert danger["signals"] == sorted(here.signals)
    assert danger["evidence"] == [list(span) for span in here.evidence]


@pytest.mark.parametrize(
    "text", ["mệt muốn chết", "met muon chet", "em không bị đánh", "Em đang uống thuốc cảm", "dây điện", "đang bận"]
)
def test_the_service_takes_no_figure_of_speech_for_danger(nlu: Nlu, text: str) -> None:
    assert not ask(nlu, text)["danger"]["now"]
