"""The documents against the code: every command, setting, path and link that they name is there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from bot.channels.web import pages
from bot.settings import Settings as BotSettings
from handlers.console.settings import Settings as ConsoleSettings

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(path for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
EXAMPLES = sorted(
    path for path in (ROOT / "deploy").rglob("*") if path.suffix in {".example", ".service", ".sh", ".sql"}
)

_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_FILE = re.compile(r"\.(py|md|tsv|yml|po|sh|sql|txt|html|service|example)$")
_SETTING = re.compile(r"CHUNGTAY_[A-Z_]*[A-Z]")
# What comes into being on a machine and is not in the repository.
_MADE = (".env", ".tools", ".venv", ".venv-nlu", "var", "keys", "nlu/models")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def of_fields(settings: type[BotSettings] | type[ConsoleSettings]) -> set[str]:
    return {f"CHUNGTAY_{name.upper()}" for name in settings.model_fields}


@cache
def settings() -> frozenset[str]:
    """Every setting that something reads."""
    nlu = "".join((ROOT / "nlu" / name).read_text(encoding="utf-8") for name in ("server.py", "model.py"))
    return frozenset(of_fields(BotSettings) | of_fields(ConsoleSettings) | set(_SETTING.findall(nlu)))


@cache
def targets() -> frozenset[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return frozenset(re.findall(r"^([a-z0-9-]+):", makefile, re.MULTILINE))


@cache
def every_test() -> frozenset[str]:
    """Every test that there is, by its name."""
    files = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    return frozenset(name for text in files for name in re.findall(r"^(?:async )?def (test_\w+)\(", text, re.MULTILINE))


@cache
def anchors(page: Path) -> frozenset[str]:
    """The names that GitHub gives to a page's headings."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles)


@cache
def pictures() -> frozenset[str]:
    """What the browser journey photographs: these files are made by it."""
    journey = (ROOT / "tests" / "journeys" / "test_browser_journey.py").read_text(encoding="utf-8")
    return frozenset(f"docs/images/{name}.png" for name in re.findall(r'picture\(\w+, "([\w-]+)"\)', journey))


def paths_in(text: str) -> list[str]:
    """What stands in backticks and looks like a path in the repository: its first part is there, or it ends as code."""
    top = {path.name for path in ROOT.iterdir()}
    found = []
    for code in _INLINE.findall(text):
        if not re.fullmatch(r"[\w./<>*-]+", code) or code.startswith(("/", "http", "http:", "-", "<")):
            continue
        in_tree = code in top or ("/" in code and code.split("/")[0] in top)
        if in_tree or ("/" in code and _FILE.search(code)):
            found.append(code)
    return found


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_make_target_that_is_named_exists(page: Path) -> None:
    inside = " \n".join(_CODE.findall(page.read_text(encoding="utf-8")))
    named = set(re.findall(r"(?:^|[\s`])make ([a-z][a-z0-9-]*)", inside))
    assert named <= targets(), named - targets()


@pytest.mark.parametrize("page", [*PAGES, *EXAMPLES], ids=name_of)
def test_every_setting_that_is_named_is_read_somewhere(page: Path) -> None:
    named = set(_SETTING.findall(page.read_text(encoding="utf-8")))
    assert named <= settings(), named - settings()


@pytest.mark.parametrize("page", ["README.md", ".env.example"])
def test_every_setting_is_told(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert not settings() - set(_SETTING.findall(text))


def test_the_readme_gives_the_defaults_that_the_code_has() -> None:
    rows = re.findall(
        r"^\| `(CHUNGTAY_\w+)` \| ([^|]+) \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert {name for name, _ in rows} == settings()
    for name, told in rows:
        for kind in (BotSettings, ConsoleSettings):
            field = kind.model_fields.get(name.removeprefix("CHUNGTAY_").lower())
            if field is not None and told.startswith("`") and told.endswith("`"):
                default = field.get_default()
                assert told.strip("`") == (str(default).lower() if isinstance(default, bool) else str(default)), name


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_test_that_is_named_exists(page: Path) -> None:
    named = set(re.findall(r"`(test_\w+)`", page.read_text(encoding="utf-8")))
    assert named <= every_test(), named - every_test()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_path_that_is_named_exists(page: Path) -> None:
    missing = []
    for path in paths_in(page.read_text(encoding="utf-8")):
        if path.rstrip("/").startswith(_MADE):
            continue
        known = re.split(r"[^/]*[<*]", path)[0]  # of "nlu/data/<code>/" the part that is known
        if not (ROOT / known).exists():
            missing.append(path)
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_inside_the_repository_leads_somewhere(page: Path) -> None:
    wrong = []
    for link in _LINK.findall(page.read_text(encoding="utf-8")):
        if link.startswith(("http:", "https:", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists():
            if not target.is_relative_to(ROOT) or name_of(target) not in pictures():
                wrong.append(link)
        elif anchor and anchor not in anchors(target):
            wrong.append(link)
    assert not wrong


def test_every_module_run_by_name_exists() -> None:
    for page in [*PAGES, *EXAMPLES]:
        for module in re.findall(r"-m ((?:bot|handlers|nlu|locales|tests)[\w.]*)", page.read_text(encoding="utf-8")):
            path = ROOT / module.replace(".", "/")
            assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), f"{name_of(page)}: {module}"


def test_the_key_files_are_shared_out_as_the_processes_read_them() -> None:
    """deploy/share-keys.sh and docs/deploy.md give each process the files that its function opens, and no other."""
    code = (ROOT / "handlers" / "store" / "keys.py").read_text(encoding="utf-8")
    script = (ROOT / "deploy" / "share-keys.sh").read_text(encoding="utf-8")
    table = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    for process, row in (("bot", "`bot`"), ("console", "`handlers.console`")):
        body = code.partition(f"def {process}_keys(")[2].partition("\ndef ")[0]
        read = set(re.findall(r'folder / "([\w.]+)"', body))
        given = re.search(rf'^for_{process}="([^"]+)"', script, re.MULTILINE)
        assert given is not None and set(given[1].split()) == read
        (line,) = [line for line in table.splitlines() if line.startswith(f"| {row} |")]
        assert set(re.findall(r"`([\w]+\.(?:key|pub))`", line)) == read


def test_every_process_has_its_target_its_unit_its_user_and_its_row_in_the_guide() -> None:
    guide = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    for line in (ROOT / "Procfile").read_text(encoding="utf-8").splitlines():
        name, _, command = line.partition(": ")
        module = command.partition(" -m ")[2]
        assert name in targets(), name
        unit = (ROOT / "deploy" / "systemd" / f"chungtay-{name}.service").read_text(encoding="utf-8")
        assert f"User=chungtay-{name}\n" in unit and f"/{command}\n" in unit
        assert "Restart=always\n" in unit and "StartLimitIntervalSec=0\n" in unit  # however often it fails
        assert f"| `{module}` | chungtay-{name} |" in guide
        for file in re.findall(r"EnvironmentFile=/etc/chungtay/(\S+)", unit):
            assert (ROOT / "deploy" / f"{file}.example").exists()


def test_the_bot_may_open_as_many_files_as_pages_may_be_open() -> None:
    unit = (ROOT / "deploy" / "systemd" / "chungtay-bot.service").read_text(encoding="utf-8")
    files = re.search(r"^LimitNOFILE=(\d+)$", unit, re.MULTILINE)
    assert files is not None and int(files[1]) > 2 * pages._STREAMS_OF_ALL


def test_every_decision_says_context_decision_and_consequences() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [path.name[:4] for path in decisions] == [f"{number:04d}" for number in range(1, len(decisions) + 1)]
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        assert re.search(r"^\d{4}-\d\d-\d\d · ", text, re.MULTILINE), path.name
        assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Consequences")), path.name


def test_the_model_card_counts_the_training_data_right() -> None:
    files = sorted((ROOT / "nlu" / "data" / "vi").glob("*.yml"))
    lines = [line.strip() for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    examples = sum(line.startswith("- ") and not line.startswith("- intent:") for line in lines)
    card = (ROOT / "docs" / "model-card.md").read_text(encoding="utf-8")
    assert f"{examples:,} Vietnamese examples for {len(files)} intents" in card


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "vi").glob("*.md")), ids=name_of)
def test_the_guides_use_the_words_of_the_screens(page: Path) -> None:
    """What a guide prints in bold or quotes as a button or a flag stands so in the catalogue."""
    said = (ROOT / "locales" / "vi" / "LC_MESSAGES" / "messages.po").read_text(encoding="utf-8").casefold()
    text = page.read_text(encoding="utf-8")
    for words in _QUOTED[page.name]:
        assert words.casefold() in text.casefold(), words
        counted = re.sub(r"^\d+ ", "{count} ", words)  # "2 tin mới …" is made from a number and words
        assert words.casefold() in said or counted.casefold() in said, words


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_picture_on_a_page_is_there_is_small_and_says_what_it_shows(page: Path) -> None:
    shown = re.findall(r"<img ([^>]+)>", page.read_text(encoding="utf-8"))
    for one in shown:
        found = re.search(r'src="([^"]+)"', one)
        assert found is not None and re.search(r'alt="[^"]{10,}"', one), one
        file = (page.parent / found[1]).resolve()
        assert file.stat().st_size <= 120_000, found[1]


_QUOTED = {
    "truyen-thong.md": [
        "Truyền thông",
        "Chiến dịch",
        "Lập chiến dịch mới",
        "Tên tiếng Việt",
        "Chủ đề",
        "Ngày đầu",
        "Ngày cuối, nếu có",
        "Chỉ ở một số xã",
        "Lưu",
        "Thêm một điểm",
        "Hình thức đến với người dân",
        "Treo ở đâu, ai đã treo",
        "Tạo mã",
        "Chép",
        "Mã để gõ",
        "Trang web",
        "Viết ở đây",
        "Thoát nhanh",
        "Xã, sẽ được gợi ý cho người đến theo mã này",
        "Kín đáo",
        "Được, cứ ghi",
        "Dừng ngay",
        "Chạy lại",
        "Xóa chiến dịch này",
        "In ấn",
        "quét được từ",
        "Số điện thoại được in",
        "Tôi vừa gọi số này và gặp đúng nơi.",
        "Xác nhận",
    ],
    "so-lieu.md": [
        "Số liệu",
        "Đường dây",
        "Lượt liên hệ",
        "Hồ sơ",
        "Tuần",
        "Tháng",
        "Nửa năm",
        "Năm",
        "Ba năm",
        "Khoảng ngày khác",
        "Trẻ em và lý do",
        "Địa bàn",
        "Xem bảng số",
        "Công bố các bảng này",
        "Hồ sơ này được tính vào số liệu như thế nào",
        "Tải cho Excel (CSV)",
        "Giải nghĩa các bảng (CSV)",
        "Số liệu mẫu.",
    ],
    "nguoi-bao-tin.md": [
        "Em cần được giúp",
        "Tôi biết một em cần giúp",
        "Tôi muốn hỏi",
        "Đọc thêm",
        "Người khác…",
        "Gửi báo tin",
        "Trả lời thêm",
        "Vậy là đủ",
        "Nhắn cho tôi lúc chờ",
        "Nhắn cho tôi ở đây không an toàn",
        "Giờ đã an toàn",
        "mã nhận tin",
        "Thoát nhanh",
        "Mở ngay",
        "Đây là bản thử",
        "Bạn có tin nhắn mới. Mở bây giờ không?",
        "không được nhắn",
        "15 chữ số",
        "✕ Thoát nhanh",
        "Ghi âm thay vì viết",
        "Báo tin về trẻ khác",
        "Tin này dài quá nên chưa gửi đi được",
        "Tin nhắn vừa rồi chưa gửi được",
        "Máy nhận tin đang trục trặc",
    ],
    "can-bo.md": [
        "Người báo tin đến nhờ kênh này, và đồng ý cho ghi lại",
        "Bản thử",
        "Hoàn tất",
        "Tài khoản",
        "Liên kết Telegram",
        "Đường dẫn thiết lập mới",
        "Cán bộ phụ trách hồ sơ",
        "Giám sát",
        "Quản trị viên",
        "Nhật ký",
        "Vào ca trực",
        "ra ca",
        "Chuông",
        "Nguy cấp",
        "Khẩn cấp 12 giờ",
        "Trong ngày",
        "Thông thường",
        "Vì sao ở mức khẩn này",
        "Không thể",
        "Hàng chờ",
        "Nội dung tin báo",
        "Trao đổi",
        "chưa rõ",
        "chưa đọc",
        "Trả lời người báo tin",
        "Trả lại hồ sơ",
        "Kết thúc ca",
        "Bàn giao cho đồng nghiệp",
        "Nhận bàn giao",
        "Lời nhắn cho người tiếp theo",
        "Đóng, kèm lý do",
        "không được nhắn",
        "không liên lạc được",
        "báo tin dở dang",
        "Người báo tin nói: không nguy hiểm như đã báo",
        "Đổi mức khẩn",
        "Máy hiểu sai?",
        "Gửi bản sửa",
        "Sửa cho máy học",
        "Đã chuyển nơi giúp",
        "Trả lời bằng giọng nói",
        "Nhận ảnh ở hồ sơ này",
        "Thôi nhận ảnh",
        "Có người đọc mã nhận tin qua điện thoại",
        "Ghi lại lời người báo tin nói qua điện thoại",
        "Từ chối và xóa",
        "Rút lại bản sửa",
        "Bot không phản hồi: hiện không nhận được tin báo",
        "Bộ phận báo động theo bậc không phản hồi",
        "Có một tin nhắn máy không đọc được",
        "Lưu ghi chú nội bộ",
        "người báo tin không bao giờ thấy",
        "Thêm việc",
        "Chưa xong, mở lại",
        "Việc quá hạn của anh/chị",
        "Tìm trong câu mẫu",
        "Khôi phục bản này",
        "Nghe lại trước khi gửi",
        "Ghi lại từ đầu",
        "Bỏ bản ghi này",
        "trang trực",
        "Tin rác: đóng",
        "Mở lại, thôi tắt báo",
        "Tắt báo đến",
        "Bảng treo tường",
        "Đường dẫn cho bảng treo tường",
        "Tạo đường dẫn",
        "Bấm ở đây để chuông kêu khi có P0, P1 mới",
        "Số liệu cũ: từ",
        "Giữ đúng hạn 12 giờ",
        "Đến hạn ngày mai",
        "Nhận hồ sơ này",
        "Tôi không nhận được lúc này",
        "Tôi đang lo",
        "Nhận tiếp hồ sơ này",
        "Nói thêm vào tin báo",
        "Xem có tin mới không",
        "2 tin mới từ khi anh/chị bắt đầu viết",
        "Vẫn gửi",
        "Rút lại",
        "Giữ hồ sơ",
        "Mất kết nối: nháp chưa lưu được, chưa có gì được gửi.",
        "Đăng nhập lại",
        "Ghép vào dưới bản này",
        "Chỉ giữ bản này",
        "Điều anh/chị đang viết dở",
    ],
}
