"""The phrases by which persons, places and times are known; nlu/components/patterns.py says how they are written."""

# One phrase a line, however long: a broken phrase could not be searched for.
# ruff: noqa: E501

from __future__ import annotations

# Names in capitals stand for these in all tables.
GROUPS = {
    "NUM": "(#|một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|mười một|mười hai|mười lăm|hai chục|hai mươi|chục|vài|mấy|nửa|đôi|hai ba|ba bốn|bốn năm|năm sáu|sáu bảy|mấy chục|# #|# , #|rưỡi)",
    "OWN": "(tôi|tui|tao|mình|em|e|con|c|cháu|nó|tụi em|tụi con|nhà em|nhà con|nhà tôi|nhà tui|ông ấy|bà ấy|=họ|của em|của con|của cháu|của tôi|của tui|của mình|của nó|của bé|của e|bé|chúng em|chúng con|ruột|ruột nó|thằng bé|con bé|tụi nó|mấy đứa|nhỏ|chau)",
    "ADULT": "(tôi|tui|mình|em|e|chị|anh|nhà tôi|nhà em|nhà mình|nhà tui|của tôi|của em|của tui|của mình|của anh|của chị)",
    "KIN": "(ba|bố|cha|tía|mẹ|má)",
    "DO": "(đánh|đập|tát|đấm|đá|bóp|đốt|xích|trói|nhốt|chửi|mắng|la|dọa|doạ|hăm|đuổi|giết|bắt|ép|ôm|hôn|sờ|=rờ|hiếp|lôi|kéo|dụ|=rủ|bán|phạt|quất|cầm|say|nhậu|hay|=cứ|=mới|=đang|dang|=về|=lại|=vô|nói|kêu|bảo|biểu|không cho|bỏ|xô|véo|nhéo|cho|gọi|nhắn|làm|đòi|lấy|nằm|ngồi|đưa|chở|đè|ngủ|bị|có)",
    "SUBJECT": "(toán|văn|lý|hóa|sinh|sử|địa|anh|tiếng anh|thể dục|âm nhạc|tin|công nghệ|gdcd|mỹ thuật|lớp # |kèm|dạy|dạy thêm|dạy kèm|bộ môn)",
}

# What looks like a person and is none. The longest phrase at a word wins, so each names its whole surroundings.
_NOBODY = """
    (mười|mươi|chục|thứ|lớp|khối|thôn|số|tổ|cấp|tháng|ngã|hạng|lần|mồng|mùng|buôn|xóm|đội|hẻm|quý) ba
    ba (giờ|ngày|năm|tháng|tuổi|người|đứa|lần|bạn|cái|mươi|tuần|hôm|trăm|ngàn|nghìn|triệu|chục|bữa|bà|ông|cháu|chị em|anh em|anh|bé|thằng|tiếng|phút|bốn|hồi|điểm|lớp|vụ|tấm|câu|chuyện|cây|km|ký|mét|m|thước|roi|cục|đêm|buổi|mùa|lượt|căn|dãy|phòng|trường|nhà|con (bò|gà|heo|trâu|chó|nhỏ|bé)|đời|lạng|số|bên|thứ|ly|chai|mặt|lô|gác|lá|lăng|chỉ vàng|học sinh|tên|đứng ba)
    ba (xóm|hàng|già|chủ|cô|cụ|đó|ấy|kia|lối|chân)
    (=mấy|các|cụ|quý) < ba
    mot < ba
    ong ba
    (một|hai|mấy|có) cụ bà
    đàn (bà|ba)
    bạc ba
    (bỏ|bo) (học|nhà|đi|mặc|rơi|đói|qua|trốn|lại|con|bé|cháu|em bé|ăn|vào|tui|phố|ngoài|bê|thai|thuốc|xứ|bữa|ngang|cuộc|tù|trường|lớp|một mình|ở|bú|nghề|tiền|việc|quên|phiếu|luôn|hết|xe|rồi|thì|xuống|dở|công|sức)
    (bị|không|đừng|muốn|phải|đã|nó|rồi|tự|nỡ|vứt|dám|sắp|lại|nghỉ|không thể|tính|định|me|ba|ma|chong) < bo (con|cháu|em|bé|nó|toi|tui)
    (con|chăn|thịt|giữ|thả|lùa|dắt|chuồng|nuôi|bắt|mua|=bán|sữa|đàn) bò
    bo (ho|suoi|song|ruong|ao|bien|rao|tuong|keo|da|muong|kenh|tay|doi|phim|quan|ao|sung|doi|may|lac|hung|vai|cap|hoa|trong|tay chan)
    (can|di|tien|toan|noi|ben|o|doc|ven|len|chay|ca|khap|toi|tren|don) < bo
    bố (trí|láo|mày|đời|thí|cáo|ráp|cục)
    (mẹ|má|bố|cha|ba|bà|me) (con|cháu) (tôi|tui|em|mình|chị|cháu|e)
    (hai|2) (mẹ|má|bố|cha|bà) (con|cháu)
    ba (mẹ|bà|cha) (con|cháu) > (tôi|tui|ở|đi|dắt|đứng|ôm|chạy|sống)
    =bà con
    (ba con) (lối xóm|hang xom|xom|trong|ơi)
    máu me
    (một|1|các|mấy) em nhỏ
    (cô|chú|bác|anh chị|thầy cô|thầy) cho hỏi
    (chết|đụ|địt|đéo|vãi|đù|đm|con) mẹ
    mẹ (kiếp|nó chứ|ơi)
    (ba|bố|cha|má|mẹ) (mẹ|má)? ơi
    (làm) (cha|mẹ|ba|bố|má|ông bà)
    cha (sở|xứ|chung|ông|nào|chả|nội)
    (phụ|mồ côi|không|từng) (cha|mẹ) (mẹ|nào)
    (help|save|hurt|hurts|hit|hits|kill|beat|beats|tell|call|touch|touches|to|at|with|for|let|make|makes|give|of|hurting|touched|told) < me
    me (game|man|muoi|tiktok|dien thoai)
    (mà|ma) (túy|tuý|sói|quỷ|cô|men|rê|thuột)
    (đám|có|con|sợ|bóng|cúng|làm|bị|nhà|phim) ma
    (nội|ngoại) (trú|dung|quy|bộ|tình|ngữ|hình|tệ|thành|tỉnh|khoa|tiết|ô|y|trợ|công)
    (ngoài|ngoai) (đường|rẫy|ruộng|chợ|đồng|vườn|sân|nương|trời|kia|đó|này|giờ|ra|hè|rừng)
    (bên|nước|hàng|thuốc|hà|đồ|khoa) (ngoại|nội)
    =ngoại (tình|ngữ|hình|khóa|giao|thành|ô|trừ|cảnh|lệ)
    (tiếng|xe|sữa|ra|khám|đối|bên) ngoại
    (thầy|thày) (thuốc|cúng|mo|bói|lang|chùa|tu|truyền đạo|bà)
    (nhìn|nghe|cảm|=tìm|thấy|làm) thấy
    chủ (tịch|nhật|nhiệm|động|yếu|trương|quan|quyền|trì|đề|đạo|ngữ|mưu|nghĩa|lực|hộ|biên|tâm|ý|thể|tài khoản)
    làm chủ
    ban (ngày|đêm|đầu|quản lý|công an|giám hiệu|chỉ huy|tổ chức|tối|trưa|sáng|mai|nãy|nhạc|chấp hành|nhân dân|tự quản|phát|ngành|hành|nha|là|ơi|có thể|=chịu|biết|tên|hỏi|giúp|tư vấn|gì|thân mến)
    (bạn|ban) (ơi|à|là|có thể|tên|nhé|nha|giúp|hỗ trợ|tư vấn|nào|muốn|trả lời|ở đâu|cho|bot|thân mến|đời|hàng|hữu)
    (cho|cảm ơn|chào|với|giúp|nhờ|hỏi|là|thưa) (bạn|ban) (không|nhé|nha|nhiều|với)
    các bạn (ơi|giúp|có|cho|tư vấn|hỗ trợ|làm|là|bên|trực)
    (ủy|uỷ|công|hội|toàn|trưởng) ban
    (vợ chồng) (nó|tụi nó|trẻ|nhà)
    (vợ chồng|thành vợ|làm vợ)
    bồ (lúa|thóc|kết|hóng|câu|cào)
    (lấy|cưới|theo|gả|kiếm|có|bắt|kéo|cướp|về nhà|kén|hỏi|nhà|về|chưa|đi|đền|làm|ế|ép|bị bắt|bắt về làm|bỏ|mua|chọn|tìm) (chồng|vợ|=vợ)
    (tiền|đi|đi về|qua|sang) nhà chồng
    chồng (tiền|con|chéo|đống|lên|sách|chất)
    con (gái|trai) (nhà lành|thời nay|mới lớn|thì|là|nhà người)
    (anh|chị) (em) (trực|tư vấn|ơi|bên|công an|nào|đồng|xã|hàng xóm|nhà đó|bạn bè|họ hàng|tổng đài)
    (các|mấy|những|hai|ba|quý|ace) (anh|chị|anh chị|chị em|anh em|cô chú|chú|bác|cô|thầy cô)
    (hai|2|ba|3|mấy|bốn|năm) (chị em|anh em|mẹ con|bà cháu|ông cháu|cha con|bố con|chị em con|chị em cháu)
    (em|chị|anh|con|cháu) (họ tên|tên họ)
    (cô|chú|bác|anh|chị|dì|ông|bà|thầy) (ơi|à|ạ|nhé|nha|giúp|cứu|cho (em|con|cháu|tôi|tui|e|mình) hỏi|làm ơn|có thể|ui|uii|=oi|đừng|nghe)
    (người|cô|chú|anh|chị|bác|ông|bà) (trực|tư vấn|tổng đài|công an|bot)
    (cô chú|cô bác|chú bác|anh chị) cho (tôi|tui|em|con|cháu|mình)
    (có |một )?(cô|chị|anh|chú|bác|ai|người) nào
    (cô lập|cô đơn|cô độc|cô trò|cô bé|cô gái|cô dâu|cô nhi|cô ta|chú ý|chú rể|chú trọng|chú chó|cậu bé|cậu ấy|bác (sĩ|sỹ|bỏ))
"""

# Longer names of one relation and another may begin alike: "bố" and "bố dượng", "bạn" and "bạn trai".
RELATIONS = {
    "": _NOBODY
    + """
        (một bên|bên|sưng|đỏ|gò|tát vào|véo|hai) má
        má (sưng|đỏ|bầm|phồng|tím|đỏ ửng|hồng)
        mồ côi (cha|mẹ|bố|cả cha lẫn mẹ)
        (tren|ra|ngoai|doc|di|giua|con|sang|qua) < duong
        (trẻ|tre) em
        các bạn gọi
        địa chỉ (đâu|dâu)
        dia chi dau
        (thằng|con) con nít
        (chưa|không|sắp|muốn) có con
    """,
    "stepfather": """
        (ông |thằng |cha |lão )?(bố|ba|cha|tía|ông) (dượng|ghẻ|kế|dương)
        =dượng
        thằng dượng
        chồng (mới|sau|hai) của (mẹ|má)
        chồng của (mẹ|má)
        duong > (em|e|con|chau|troi|nhot|keo|khoa|cam|xo|duoi|doi|nhau|lai|hay|cu|bat|danh|so|ro|keu|ve|vo|noi|say|no|tui|toi|do|om|hon|sang|chui|dap|ngu|moi|dang)
        stepfather
        stepdad
    """,
    "stepmother": """
        (bà |con |mụ )?(mẹ|má|dì|bà) (kế|ghẻ)
        vợ (mới|sau|hai|bé) của (ba|bố|cha)
        vợ (mới|sau|hai|bé) (ba|bố|cha)
        (ba|bố|cha) … lấy vợ (mới|hai)
        stepmother
        stepmom
    """,
    "grandparent": """
        =ngoại
        =nội > (OWN|DO|thì|khóc|vẫn|biết|dặn|thương|ốm|với|ở|đi|cũng|lớn|=tuổi|ơi)
        (về|qua|lên|thăm|thương|xa|nhớ) < =nội
        ông bà (già|=hai bên)
        (ông|bà|cố|cụ|bên) (nội|ngoại|cố|nôị|ngoai|cố nội|cố ngoại)
        (ông bà) (nội|ngoại)
        (=nội|=ngoại) > (OWN|DO|già|bệnh|mất|bịnh|đau|nuôi|giữ|của|với|đã|không|kể)
        (với|của|bị|cho|theo|kêu|=nghe|nhờ|sợ|thương|giống) < (=nội|=ngoại)
        aduôn
        =aê
        ông bà > (OWN|DO|nuôi|già)
        (ở với|sống với|ngủ với|về với|ở nhà với|qua với|chỉ có|còn có) < (=ông|=bà|ba noi|ông bà|bà cháu)
        =bà > (già|bệnh|ốm|mất|nuôi|thương|đi rẫy|dặn|không đọc|không biết chữ|kể)
        (grandmother|grandfather|grandma|grandpa)
    """,
    "teacher": """
        (thầy|cô|thày) (giáo|chủ nhiệm|hiệu trưởng|hiệu phó|hiệu|giám thị|quản sinh|quản nhiệm|tổng phụ trách|mầm non|mẫu giáo|SUBJECT|trực|quản lý|phụ trách|lớp #|đứng lớp|dạy|ở trường|trong trường|ở lớp|bộ môn|tư vấn tâm lý|tâm lý|y tế|nuôi dạy trẻ|bảo mẫu)
        (thầy|cô) giáo (cũ|chủ nhiệm|dạy|SUBJECT|em|con|cháu)
        =thầy cô
        thay co > (giao|day|o truong|trong|noi|la|mang|danh|phat|bat)
        =thầy
        =thày
        (bị|cua|của|sợ|với) < thay
        thay (giao|co|chu nhiem|hieu|hieu truong|giam thi|day|toan|van|ly|the duc|quan|quan sinh)
        thay > (danh|bat em|bat con|phat|so|ro|om|cu so|hay|nhan tin)
        (bị|sợ) < =cô
        co > (đánh|mắng|chửi|phạt|tát|nhốt) (em|con|cháu|bé|tụi)
        =cô > (đánh|mắng|chửi|phạt|tát|quất|bắt (em|con|cháu|bé|đứng|quỳ)|la em|la con|khẽ|véo|nhéo|đuổi em ra|nhốt|dọa|không cho)
        (giáo viên|gv) (chủ nhiệm|dạy|bộ môn|SUBJECT|lớp|trường|mầm non|cũ|cắm bản)
        giáo viên
        (gvcn|gv|hiệu trưởng|hiệu phó|giám thị|gia sư|quản sinh|huấn luyện viên|hlv)
        (anh|chị|thầy|cô) … gia sư
        ban giám hiệu
        teacher
    """,
    "neighbour": """
        (ông |bà |chú |anh |bác |cô |chị |thằng |con |người |nhà |bên |mấy người )?(hàng xóm|hàng xóm kế bên|láng giềng)
        (ông|bà|chú|anh|bác|cô|chị|thằng|lão|dì|cậu) (già )?(cuối|đầu|cùng|trong|bên|gần|cạnh|kế|sát|đối diện) (xóm|nhà|bên|vách|buôn|thôn|làng|ngõ|dãy|phòng|cạnh)
        (nhà|phòng) (bên cạnh|bên|kế bên|kế|đối diện|sát vách|kế vách|cạnh|đằng trước|phía sau|bên kia)
        (ông|bà|chú|bác|cô|chị|anh) (nhà|ở) (bên cạnh|bên|kế bên|kế|đối diện|gần nhà|cạnh nhà|sát vách|xóm trên|xóm dưới|trong xóm)
        (ông|bà|thằng|anh|chú) ở (trọ )?(phòng|chung dãy) (kế|bên|kế bên|bên cạnh|trọ)
        (neighbour|neighbor|neighbours|neighbors)
    """,
    "online": """
        (bạn|người|anh|thằng|ông|chị|nó|một người|đứa|con|nick|tài khoản|người bạn) (quen )?(trên|qua|ở|quen trên|quen qua|quen ở) (mạng|facebook|zalo|tiktok|game|free fire|telegram|messenger|ig|instagram|discord|app|liên quân|roblox)
        quen (qua|trên|nhau trên|nhau qua) (mạng|facebook|zalo|tiktok|game|app|telegram|free fire|roblox|discord)
        (nick|tài khoản|acc|số|fb|facebook|zalo) lạ
        (bạn|người bạn|thằng|anh) (mạng|ảo|online|onl|game)
    """,
    "stranger": """
        (cặp |một cặp )?vợ chồng > (lạ|=hỏi|xin|người|đi|nào|trẻ|ở)
        nguoi la > (bế|=bê|be|chở|cho|giữ|ôm|theo|rình)
        (người|ông|anh|chú|kẻ|bà|cô|thằng|người ta|đàn ông|mấy người|thanh niên|chị|đám|tụi|nhóm) (=lạ|lạ mặt|lạ hoắc|la mat|không quen|không quen biết|nào đó|nào không biết)
        nguoi la > (mat|noi|di|keo|bat|om|cho|dung|vao|vo|ru|hoi|lai|dan|lang)
        (có|một|=một|1|bị|thấy|mấy|gặp) (người|ông|bà|thằng|cô|nguoi) =lạ
        (bị|theo) < một (bà|ông|cô|người|anh|thằng)
        (có )?(một|mấy|1|hai|2|tên|gã|ba) (người |gã |ông |anh |thanh niên )?(đàn ông|đàn bà|thanh niên|phụ nữ|người đàn ông|người đàn bà|người phụ nữ|gã)
        (người|gã) (đàn ông|đàn bà|phụ nữ|thanh niên)
        (có|một|1) (bà|ông|cô|thằng|anh|người|chị) > (đi xe|lái xe|nào|tự xưng|xưng là|đứng ngoài|đeo khẩu trang|bịt mặt|đội mũ)
        stranger
    """,
    "employer": """
        (ông|bà|cô|anh|chị|thằng|mụ|lão|bọn) chủ (quán|nhà hàng|xưởng|tiệm|lò|rẫy|vựa|trại|vườn|thầu|nợ|xe|ghe|tàu|hàng|cơ sở|karaoke|nhà|nậu|trang trại|bãi|mỏ)
        (ông|bà|bọn|thằng|mụ|lão|cô) chủ
        chủ (quán|nhà hàng|xưởng|tiệm|lò|rẫy|vựa|trại|vườn|thầu|nợ|xe|ghe|tàu|hàng|cơ sở|karaoke|nậu|bãi|mỏ|nuôi|cửa hàng|công ty|tạp hóa)
        =chủ > (DO|không|chưa|mà|giữ|trả|nợ|trừ|quỵt|thì|=nó)
        (của|bị|cho|với|tại) < =chủ
        (cai thầu|thầu|quản lý|đốc công|sếp|má mì|tú bà|đại lý) > (DO|không|giữ|quán|xưởng)
        (ông|bà|thằng) (cai|đại lý|thầu|quản lý|sếp)
        (cai thầu|má mì|tú bà|đốc công)
        boss
    """,
    "carer": """
        bảo mẫu
        (người|cô|bà|chị|dì) (giữ|trông) (trẻ|em|bé|con|cháu|nó)
        (người|chị|cô|bà) giúp việc
        (osin|ô sin|vú nuôi|vú em)
        (mẹ|cha|bố|ba|má) nuôi
        gia đình nuôi
        cô (nuôi|ở trung tâm|ở mái ấm|quản lý mái ấm)
    """,
    "partner": """
        (bạn|ban|bn) (trai|gái|zai) > (OWN|cũ|của|quen qua mạng|DO)
        (bạn|ban|bn) (trai|gái|zai)
        (người|nguoi) yêu > (cũ|OWN|của)
        người yêu
        (thằng |con )?bồ > (OWN|cũ|nó|của|em|=mẹ|=má|=chị|mới)
        =bồ
        chồng > (OWN|cũ|tương lai|của|sắp cưới|hờ|chị|cô|DO)
        chồng
        =vợ
        (cặp )?vợ chồng (trẻ|già|nhà bên|chủ trọ)
        (chồng|vợ) khác
        vợ > (tôi|tui|em|anh|nó|cũ|mình|ổng|hắn|của)
        (thằng|lão|ông) chồng
        (hôn phu|vị hôn phu|vị hôn thê|chồng hụt)
        (boyfriend|girlfriend|husband|wife)
    """,
    "sibling": """
        =em =e
        =đứa em
        (trông|=bế|=cõng|=dắt|giữ|với|và) < em > (đang|bị|trốn|ở|con|nhỏ|đói|ra)
        (anh|chị|em) (trai|gái|ruột|cả|út|song sinh|sinh đôi|hai|ba|tư|sáu|bảy|tám) > (OWN|ruột|của|kế|út|nhỏ|DO)
        (anh|chị|em) (trai|gái|ruột|út|song sinh|sinh đôi|ruột)
        (anh|chị) (hai|ba|tư|sáu|bảy|tám|cả)
        (thằng|đứa|con|=nhỏ|bé|mấy đứa|tụi|lũ|hai đứa|bầy) em > (OWN|gái|trai|ruột|út|họ|nhỏ|kế)
        (thằng|=đứa|=nhỏ|mấy đứa|lũ|hai đứa|bầy) em
        nho em > (toi|tui|bi|no|nha)
        (cu|bé|thằng|=nhỏ|con) em > (OWN|gái|trai|út)
        (cu em|em út|em kế|cu út|=út)
        (anh|chị) (tôi|tui|con|cháu|của em|của con|của cháu|của tôi|nó|em nó|e)
        (em) (tôi|tui|con|cháu|của em|của con|của cháu|của tôi|mình)
        anh em > (OWN|trai)
        là < (anh|chị) > (của|nó|bé|cháu|em)
        (anh|chị) em > (bị|bắt|đang|=cứ|hay|khóc|=mới|#|nói|đi|về|không|đánh|la|tên|học|lấy|sờ|rờ|vào|vô|bỏ|uống|cầm|nghiện|=chở|dẫn)
        (bị|của|với|trông|giữ|cho|bỏ|=bế|=ẵm|=cõng|dắt) < (anh|chị) em
        (trông|=bế|=ẵm|=cõng|=dắt|chăm|=đút|dỗ) < em
        (ayŏng|ayông|amai|adei)
        (brother|sister|brothers|sisters)
    """,
    "relative": """
        (cháu|chau) (nội|ngoại)
        (cả|ca|bên|trong|nguyên) < họ > (đọc|doc|biết|chửi|ngoại|nội|hàng|xúm|ép|nói)
        con (thím|chú|bác|cậu|dì|mợ|cô) > (OWN|xé|lấy|đánh|được|thì|ăn|mặc|chửi)
        (anh|chị|em|bà|ông|cháu|con) (họ|chị họ|anh họ|em họ|cậu họ|chú họ|bác họ) > (OWN|DO)
        (anh|chị|em|bà con|ông cậu|bà chị|ông anh|bà cô|bà dì|cháu) họ
        (cậu|chú|bác|dì|cô|mợ|thím|dượng) họ
        (anh|chị|em) (rể|dâu)
        (ông|bà) (cậu|dì|bác|chú|mợ|thím|cô ruột|thím|o|cậu họ|bác họ|chú họ)
        (=cậu|chú|bác|=dì|=mợ|=thím) > (ruột|tôi|tui|em|con|cháu|nó|e|mình|của em|của con|của nó|út|hai|ba|tư|năm|sáu|bảy|tám|họ|nhà|cả)
        (=cậu|=dì|=mợ|=thím) > (DO|ruột)
        (o|cô) ruột
        (=chú|=bác|=dì|=cậu|=mợ|=thím) > (hay|đánh|đập|tát|chửi|sờ|=rờ|ôm|hôn|nhốt|bắt|ép|hiếp|đè|dọa|doạ|=lại|=mới|=cứ|đang|say|nhậu|không cho|kêu|kéo|rủ|dụ|đuổi|đòi|ấy|đó|về|vô|nói|bảo|biểu|cầm|dẫn|bỏ|quất|mắng|la|cho|làm|lôi|tới|lấy)
        (bị|của|sợ|với|cho|theo|nhà|thằng|tại|giống|bên) < (=chú|=bác|=dì|=cậu|=mợ|=thím)
        bi < (chu|bac|cau|mo|thim)
        bac > (ay|do)
        (chu|bac) > (em|con|chau|toi|no|tui) (danh|bat|so|hay|cu|om|dap)
        chu > (so|ro|danh|hay|om|dap|bat em|bat con)
        (chú thím|cậu mợ|cô dì|chú bác|cô chú|dì dượng|vợ chồng chú|vợ chồng bác|vợ chồng cậu) > (OWN|DO|nuôi)
        (chú thím|cậu mợ|dì dượng)
        (bố|mẹ|ba|má|cha|gia đình|nhà|bên|em|anh|chị) (chồng|=vợ|đẻ chồng)
        nhà (nội|ngoại|chồng) > (OWN|DO|không|nhất|bảo|kêu|nó)
        (họ hàng|dòng họ|người thân|bà con ruột|người nhà)
        (thằng |con |đứa |mấy đứa |bé |hai đứa )?cháu (nội|ngoại|họ|gái|trai|ruột) > (ADULT|của|nó|bà|ông)
        (thằng |con |đứa |mấy đứa |bé |hai đứa )?cháu (=nội|=ngoại|họ|=ruột|gái|trai)
        (thằng|con|đứa|mấy đứa|bé|hai đứa|mấy) cháu (ADULT|gái|trai|nhỏ|của)
        (thằng|đứa|con|mấy đứa) cháu
        cháu (tôi|tui|mình|của tôi|của tui|em|bà|ông)
        (ông|bà|thằng) (cậu|bác)
        (awa|amiêt|miêt|aprŏng)
        (uncle|aunt|cousin|nephew|niece)
    """,
    "father": """
        bo > (giau|nhot|danh|dap|chui|uong|nhau|say|dang|keu|bao|noi|bat em|bat con|doi|duoi|ep|bi|so|om|khoa|hay|gia)
        (ông|thằng|cha|lão|chính) (=bố|ba|cha) > (OWN)
        (ông|thằng|cha|lão|chính) (=bố|=ba|cha)
        (=bố|=cha|=tía|cha|ba|tía) > (OWN|đẻ|ruột)
        bo > (OWN|DO|me|ruot|de|va|duong|me em)
        (bi|cua|voi|so|nha|va|cho|goi|hoi|tai|vi|nho|thi|luc|khi|nghe|thay|moi|sao|ma|hom) < bo
        (=bố|ba|=cha|=tía|cha|tía|ama|=pa|papa|daddy)
        thầy (u|em|bu|=con|=cháu)
        (father|dad|daddy)
        (bm|pme|bme)
    """,
    "mother": """
        (=bà|chính) (mẹ|má)
        (=mẹ|=má|mẹ|=mạ) > (OWN|đẻ|ruột)
        (=mẹ|=má|mẹ|=mạ|amĭ|ami|=amí)
        (ba|cha|tía|của|bị|với|goi|theo|nho|nhớ|thuong) < ma
        ma > (tui|chong|de|ruot|nuoi|no danh|no bo)
        (=u|=bu) > (OWN|ADULT|DO)
        (mother|mom|mum|mommy|parents)
    """,
    "friend": """
        (một |mấy |tụi |bọn |đám |nhóm |hội |# |hai |ba |bốn |năm )?(đứa|anh|chị|bạn|thằng|nhỏ|đàn anh|học sinh) (đại ca |đại |lớn |nam |nữ )?(lớp #|lớp trên|khối trên|khối #|khóa trên)
        (hơn|bằng|theo|giống|nhìn|như) < =bạn
        (bạn|bn) (cùng|chung) lớp
        (bị|để|mấy lần rồi|rồi) < bạn (xé|giật|xô|đánh|trêu|cười|đẩy|chọc|ghẹo|giấu|chê)
        (bạn|ban|bn) (cùng|chung|học|thân|bè|trong|ngồi|ở|cũ|kế) (lớp|trường|bàn|trong lớp|phòng|trọ|cấp #|khối)
        (bạn|bn|ban) (học|thân|bè|ngồi cạnh|ngồi sau|ngồi bàn|đó|ấy|nữ|nam|kia|khác|nhỏ|nó|tên|gần nhà|cùng phòng|cùng bàn|cùng xóm|cùng buôn|lớp|khối|của) > (OWN|lớp|=nam|nữ|của|đó)
        (bạn|bn|ban) (học|thân|bè|ngồi cạnh|ngồi sau|ngồi bàn|nữ|nam|kia|khác|gần nhà|cùng lớp|cùng phòng|cùng bàn|cùng xóm|cùng buôn|cùng trường)
        (bạn|bn) (đó|ấy)
        (của|với|xa|nhờ) < =bạn
        =bạn > (thì|bơ|bè|cười)
        (bạn|ban|bn) (em|e|con|cháu|tôi|tui|nó|của em|của con|của cháu|của nó|lớp em|lớp con|mình)
        (bạn|bn|ban) > (DO|không chơi|giật|giấu|trêu|chọc|nói xấu|tẩy chay|cô lập|quay|đăng|chụp|chặn|xô|đẩy|nắm|giật tóc|ăn hiếp|gài|hùa|=hù|đẩy|cười)
        (bị|tụi|đám|mấy|nhóm|bọn|lũ|cùng|thằng|con|nhỏ|đứa|một|có|hai|ba|hội|các|2|3|1|cô|có một|người) < (bạn|bn|ban) > (trong lớp|cùng lớp|nam|nữ|học|thân|em|con|cháu|của)
        (bị|tụi|đám|mấy|nhóm|bọn|lũ|thằng|con|nhỏ|đứa|một|hai|hội|các|2|3|1|người) < (bạn|bn)
        (bi|tui|dam|may|nhom|bon|lu|thang|nho|mot) < ban
        (mấy|tụi|bọn|các) (chị|anh|bạn) (chung|cùng) (phòng|trọ|lớp)
        (bạn|bn) (bàn trên|bàn dưới|cung lớp|cung lop)
        (mấy|tụi|bọn|đám|nhóm|hội) (anh|chị|đứa|bạn|thằng|con) (lớp #|lớp trên|khóa trên|khối trên|cấp #|trong lớp|cùng lớp|lớp lớn|khối #|trong trường|ở trường|cùng trường|cùng phòng|=lớp|trong phòng)
        (anh|chị|đàn anh|đàn chị) (khóa trên|lớp trên|khối trên|lớp #)
        (tụi|bọn|đám|nhóm|hội) (trong lớp|con gái trong lớp|con trai trong lớp|cùng lớp|lớp trên|cùng phòng|phòng trên)
        (lớp trưởng|đàn anh|đàn chị|lớp phó)
        (friend|friends|classmate|classmates)
    """,
    "other": """
        (học trò|học sinh|trò|hs) (nội trú |bán trú |lớp # |cũ |nghèo |tiểu học )?(OWN|của OWN|lớp (tôi|tui|em|mình))
        (làm sao|cách|thế nào|để|muốn|nên|khó|đang) … (dạy|nói với|nói chuyện với|nuôi|biết|giúp|bảo vệ|dặn|quản lý|chăm|hiểu) < con
        (giấy|khai sinh|thẻ|hộ khẩu|bảo hiểm|trợ cấp|vắc xin|định danh|tiêm) … cho < (con|cháu) > (thì|sao|ở|cần|mà|được|như|có|bao|thế)
        (có|hai|ba|một|nuôi|đẻ|sinh) < con > (bị|rồi|#|chưa đầy|mới)
        (bỏ|=để|nhốt|cho) < con > (ngủ|ở nhà|một mình|cho bà|lại nhà)
        (con|cn) (gái|trai) (đầu|út|lớn|nhỏ|cả|thứ|ruột|riêng|nuôi|đẻ)? (ADULT|cháu|của|nó|ổng)
        (con|cn) (gái|trai) (đầu|út|lớn|nhỏ|cả|ruột|riêng|nuôi|đẻ|duy nhất|#|học)
        (thằng|đứa|con|mấy đứa|hai đứa|bầy|lũ|các|hai|mấy|2|ba đứa|bé|một đứa|#) con (gái|trai|riêng|nuôi|nhỏ|của) (ADULT|của)
        (thằng|đứa|mấy đứa|hai đứa|bầy|lũ|các|mấy|ba đứa|2 đứa|# đứa) con (ADULT|gái|trai|riêng|nuôi|nhỏ|của|út|nó)
        (thằng|đứa|mấy đứa|hai đứa|bầy|lũ|ba đứa|2 đứa|# đứa) con
        con (tôi|tui|mình|em|e|chị|anh|ck|chồng|vợ chồng tôi|nhà tôi|nhà em|nhà mình|của tôi|của em|của tui|của mình|của chị|của anh|của nó|ruột|riêng|nuôi|dâu|rể|út|đầu lòng|ông ấy|bà ấy)
        con (dâu|rể|nuôi|riêng|út|gái nuôi|trai nuôi) (tôi|tui|mình|nhà|của|chồng|vợ)
        (bé|thằng|con|đứa|nhóc|cu) (bé |nhỏ |lớn |cu |út |nhóc )?nhà (tôi|tui|mình|em|e|con|chị)
        (thằng |con |mấy đứa |mấy |một |em |các )?(học trò|học sinh) (tôi|tui|mình|của tôi|lớp tôi|em|nữ lớp tôi|của mình|lớp mình|lớp em|trường tôi|của em|cũ)
        (ông|chú|bác|anh) (bảo vệ|tài xế|xe ôm|lái xe|thầy cúng|thầy|tài) (trường|đưa rước|=xe)
        (ông|chú|bác|anh|lão) (bảo vệ|tài xế|xe ôm|lái xe|thầy cúng|bác sĩ)
        (chủ|ông chủ|bà chủ|chú chủ|cô chủ|anh chủ|chị chủ) (nhà trọ|trọ|nhà|phòng trọ|dãy trọ)
        bảo vệ trường
        (thầy (cúng|mo|truyền đạo|chùa|lang))
        (học trò|hoc tro|học sinh (lớp|trường|của|tôi|em|nữ|nam))
        (mấy |các )?(chú |cô |anh |chị )?cán bộ (xã|phường|phụ nữ xã|phụ nữ|thôn|trẻ em)
        (thằng|đứa) (lớn|út) (nhà|nó)
        thằng (út|=lớn|=đầu) > (nghe|bị|nó|nhà|tôi|tui|học|khóc|sốt|#|lên|thì|đi|mới)
        (my |your )?(son|daughter|child|kid|student|baby|niece|nephew)
        (em|bé|cháu|bạn|nữ|nu|một|mấy|các) (học sinh|hoc sinh|sinh viên)
        (ông|bà|cô|chú|anh|chị) (khách|lớn tuổi|môi giới|cán bộ)
        (người|=đứa|thằng|anh|bạn) (chơi chung|chơi cùng|inbox|ib|=rủ)
        (anh|chị|a) (kia|đó|ta|ấy) > (nhắn|rủ|bắt|add|kb|đòi|nói|hẹn|hay|ôm|sờ|cho|bảo|cứ|là|#|dọa)
    """,
}

# Where the writer is an elder – "tôi" – a child is called so, and the writer is not.
OF_ELDERS = {
    "": """
        (con|cháu|chau) (ơi|à|ạ|nhé|nha|nghe|dao|đường|suối|sông|chó|mèo|heo|bò|gà|vịt|trâu|cá|rắn|mương|kênh|hẻm|mắt|số|dốc|người|nít|cái|đập|xe|thú|vật|bé|nhỏ|nhóc|gì|ma|đĩ|nghiện|riêng)
        (bà|trẻ|tre|trẻ em|nhờ|thằng|thưa|chào|cảm ơn|nói|bảo|kêu|nói thôi|mai|đêm nay) (con|cháu|chau|con cháu)
        cho (cháu|chau) hỏi
        lúa con
        (cha|mẹ|má|bố|ba|bà) con
        con (thì|lớn rồi|bò)
        (một|1|có|các|mấy) (cháu|em) (bé|nhỏ)
    """,
    "other": """
        con > (# tuoi|# tuổi|#t|của)
        (con|cn) (gái|trai)
        (=cháu|chau|cháu) (bé|nó|ấy|nhỏ)
        (một|hai|ba|mấy|các|#) (=cháu|cháu|chau)
        (nhỏ|=nhỏ|bé|thằng|đứa|con) (lớn|út|đầu|giữa|nhà tôi|nhà tui)
        (một|hai|ba|mấy|các|cho|của|với|đưa|thằng|đứa|vụ|về|ở|giờ|nuôi|từ đó|đón|thấy|tên|hỏi|đánh|dạy|sinh|đẻ|chăm|dắt|giành|có|bế|giữ|nhốt|bắt|ôm|mang|cõng|chở|đem|để|thương|bỏ|giết|chửi|theo|xin|nhìn|kêu|gọi) < (con|=cháu|cháu|chau)
        (con|cháu|chau) > (bé|nó|ấy|bị|đang|không|đi|về|học|mới|được|#|khóc|sốt|ăn|chơi|có|hay|tên|nói|kể|sợ|đã|vẫn|cũng|nhìn|chưa|thì|còn|ở|nằm|ngủ|kêu|ôm|đòi|chạy|muốn|vào|té|ngã|đau|út|ho|ói|tự|thích|bỏ|nhắn|ngồi|trốn|phải|cứ|sẽ|vừa|cùng)
    """,
}

# Bare words for persons that are more often calls: told only where the message calls nobody so, or after a longer name.
BARE = {
    "": _NOBODY,
    "relative": "(=chú|=bác|=cậu|=dì|=mợ|=thím)",
    "teacher": "=cô",
    "stepfather": "=dượng",
}
CALLED = """
    (cô|chú|bác|cậu|dì|mợ|thím) (ơi|à|ạ|nhé|nha|nghe|giúp|cứu|tư vấn|hỗ trợ|làm ơn|có thể|trực|cho (em|con|cháu|tôi|tui|mình)|gọi (lại|cho)|nói (giúp|giùm)|đừng|hỏi)
    (chào|thưa|dạ|vâng|nhờ|cảm ơn|xin|mong|các|mấy|giúp (em|con|cháu) với|vậy|kể|đâu|gì) (cô|chú|bác|dì)
    (không|rồi|với|sao|đi|ạ) (cô|chú|bác|dì) (ạ|ơi|,|\\.)
    (giúp|hỏi|cứu|nhờ|cho) … (cô|chú|bác) $
"""
# Where these are spoken of, "cô" is a teacher.
SCHOOL = "(lớp|trường|thầy|học sinh|bài|điểm|bạn|giờ học|học trò|cô giáo|mầm non|mẫu giáo)"
# The writer is of age, and no "con" or "cháu" of the message.
ELDER = """
    (tôi|tui)
    (vợ|chồng|con|cháu|bé nhà|con gái|con trai) (mình|em|e|nhà em|nhà mình)
"""

# What a person does to a child, soon after being named: then it is who does harm.
HARMS = """
    (đánh|đập|tát|đấm|đá|đạp|bóp|đốt|xích|trói|nhốt|khóa|quất|quật|véo|nhéo|bạt|nện|xô|kéo|lôi|giật|ném|chém|đâm|=bẻ|tra tấn|dí|cấu|phạt|khẽ|vụt|tẩn|bợp|vả|dìm|treo|dội|hất|trấn|chặn|giam|quăng|liệng|đẩy)
    (chửi|mắng|dọa|doạ|đuổi|hăm|giết|hành hạ|bạo hành|bỏ đói|=la|nạt|sỉ nhục|quát|chì chiết|trêu|chọc|cô lập|tẩy chay|nói xấu|hù|bêu|chê|xúc phạm|miệt thị|làm nhục|bắt nạt|ăn hiếp|nhiếc|rủa)
    (hiếp|sờ|xâm hại|quấy rối|lạm dụng|=rờ|ôm|hôn|gạ|=mò|đè|cởi|lột|quay lén|nhìn lén|đụng chạm|xoa|ép|bắt|bán|rủ|dụ|lừa|gả|nhận lễ|tống tiền|vuốt|luồn|vào phòng|vô phòng|chui vào|cho coi|gửi hình)
    (không cho|cấm|bỏ (con|em|cháu|đi|mặc|lại|nó|bé|nhà|rơi|đói|học)|không nuôi|không lo|để (bé|nó|con|em) ở|đi nhậu|nhậu|say|đánh bài|cờ bạc|nghiện|vứt|mặc kệ|cầm (dao|rựa|rìu|búa|kéo|cây|gậy|can|roi))
"""
# Whoever stands after these has done it, before those has suffered it.
BY = "(bị|=tại|bởi)"
SUFFERS = """
    bị
    (chết|đuối|có bầu|mang bầu|có thai|mất tích|muốn chết|tự tử|khóc|kẹt|bỏ nhà|mất liên lạc|nhắn|nghỉ học|đi lạc)
"""
SELF = "(tôi|tui|em|mình|cháu|con|chị|anh|đây|e|mk|dạ) là"
IS_ME = "là (tôi|tui|em|mình|con|cháu|e|mk)"
# Who is called so is the younger one.
CHILD = "(thằng|đứa|con|bé|mấy đứa|cu|hai đứa|lũ|bầy|cháu|em|adei|học trò|học sinh|nhỏ em|mấy học sinh)"

# The same kinds of words in Ê Đê, for messages that hold words of that language.
EDE = "(kâo|amâo|hđeh|arăng|hruê|klei|hlei|=ñu|mlam|diñu|hmei)"
EDE_GROUPS = {
    "WHOSE": "(kâo|hmei|ñu|ih|gơ̆|diñu|drei|anei|anăn|pô)",
    "SEX": "(êkei|mniê|hlăk ai|điêt|prŏng|mjuk|hjăn)",
    "DOES": "(dôk|adôk|ăt|srăng|čăm|mă|lač|djă|nao|hriê|mnăm|čap|kpit|brei|amâo|kâo|leh|lui)",
    "COUNT": "(#|sa|dua|tlâo|pă|êma|năm|kjuh|sapăn|duapăn|pluh)",
    "PART": "(hruê|mlam|mmăt|tlam|aguah|mlan|thŭn|mmông|yan bhang|hruê kăm)",
}
EDE_RELATIONS = {
    "": """
        (mă|duah|brei|jing|mgưt|čiăng|ka mâo|hluê) (ung|mô̆)
        (mă|djŏ|hlăm) ung mô̆
        aê diê
        ama thuột
    """,
    "stepfather": "(ama (ghẻ|kế|dượng|mjuk|êdei)|dượng)",
    "stepmother": "amĭ (ghẻ|kế|mjuk|êdei)",
    "grandparent": "(aduôn aê|aê aduôn|aduôn|aê)",
    "father": "ama > WHOSE\nama",
    "mother": "amĭ > WHOSE\namĭ",
    "sibling": "(ayŏng adei|amai adei|ayŏng|amai|adei) (SEX|SEX WHOSE|WHOSE)\n(ayŏng adei|amai adei|ayŏng|amai|adei)",
    "partner": "(ung mô̆|ung|mô̆) (WHOSE)\n(ung|mô̆)",
    "teacher": "nai mtô (WHOSE|SEX)\nnai mtô\nnai > DOES",
    "relative": "(awa|amiêt|miêt|aprŏng|amuôn|găp djuê) (WHOSE|SEX)\n(awa|amiêt|miêt|aprŏng|amuôn|găp djuê)\n(cậu|chú|bác|dì) > DOES",
    "friend": "(ƀĭng găp|mah jiăng|ƀĭng) WHOSE\n(ƀĭng găp|mah jiăng)\n(phung|mnuih) (ƀĭng|hriăm) (mbĭt|adŭ)\nbạn > DOES",
    "neighbour": "(sang|gŏ sang|mnuih|êkei|pô) giăm (sang)\ngiăm sang (kâo|hmei)\nsang giăm",
    "stranger": "(sa čô |dua čô )?(êkei hlăk ai|êkei mduôn|êkei|mniê|mnuih) (tuê|mkăn|amâo thâo kral|amâo thâo)\nsa čô (êkei|mniê)",
    "other": "anak (SEX WHOSE|SEX|WHOSE)\nanak > (mâo|kâo|nao|ruă)\nanak",
}
EDE_PLACES = {
    "": """
        nao (sang hră|hriăm hră)
        êa (drao|mta|ksâo|mnga|čĭm)
    """,
    "kind": """
        sang (hră|êa drao|čhĭ kpiê|čhĭ mnia|bruă|knuă|yang|tuê) (prŏng|điêt|să|kdriêk|kâo|hmei)
        sang (hră|êa drao|čhĭ kpiê|čhĭ mnia|yang|knuă)
        lŏ hma (kphê|kbâo|tiêu|kâo|hmei|điêu)
        (lŏ hma|êa krông|ênao|dliê kmrơ̆ng|dliê|msat|hnoh|êa bŭng|kmrơ̆ng|êa hnoh)
        (ti|hlăm|nao|truh|mơ̆ng|giăm|jĕ|gah) < (čhĭ mnia|čư̆|êa|pui|hma|čhĭ)
        ƀuôn (sang|kâo|hmei|prŏng|mkăn|anăn|anei|drei)
        ƀuôn
        čar (kŭr|lao|mkăn|siam|anăn)
        (să|kdriêk) (kâo|hmei|anei|drei)
    """,
    "named": "(ƀuôn|kdriêk)",
}
EDE_TIMES = {
    "": "adŭ mmăt\ndŭm (hruê|thŭn|mlan|mmông)",
    "time": """
        (grăp|jih|jih jang) (PART|hruê mlam|mlam hruê)
        PART (anei|anăn|êlâo|êdei|mgi|dih|hdĭ|adih|mbruê)
        (ară anei|ară|mbruê|mgi|mlam hruê|hruê mlam|krah mlam|êlâo anei|mrâo anei|hlăk anăn|hlăk điêt|aguah ưm|krah hruê)
        mơ̆ng (aguah|tlam|mlam|mmăt|êlâo|điêt|hlăk điêt) (truh (kơ )?(mmăt|mlam|tlam|aguah|ară anei))
        mơ̆ng (aguah|tlam|mlam|mmăt|êlâo|điêt|hlăk điêt)
        (hlăm |mơ̆ng |truh |leh )?COUNT (pluh )?(hruê kăm|hruê|mlam|mlan|thŭn|mmông) (leh|êlâo|anei|êdei|dơ̆ng)
        COUNT (pluh )?(hruê kăm|hruê|mlam|mlan|mmông)
        mmông (COUNT|aguah|tlam|mlam|mmăt)
        (ti|hlăm|truh|hlăk|mơ̆ng|êjai|srăng) < (mlam|mmăt|tlam|aguah)
        (mmăt|mlam) leh
    """,
}

# Kinds of places. Under "named" a name must follow; the others say enough by themselves.
PLACES = {
    "": """
        (nhà )?hàng xóm
        (bình|bếp|nổ|xì|rò|gaz|mở|tắt|khí|bật|ngửi) =ga
        tỉnh (queo|táo|dậy|rụi|bơ|giấc|lại|cảm|bơ)
        xả (lũ|rác|nước|đá|hàng|hơi|giận|stress|ra)
        trường (hợp|phái|kỳ|sinh|thọ|đời|tồn|phái)
        (hiệu|thôn|quảng|lớp|nhóm|phó|chủ|thị|môi|tăng|đội|tổ|buôn|hội) (trường|trưởng)
        (xa|xã) (quá|hội|lắm|nhau|lạ|xôi|nhà|xăm|xa|giao|cách|mẹ|rồi|vời|tít|trường)
        (bao|cách|đi|rất|làm ăn|đường|nhìn|từ|quá|không|làm|ở|hơi|hơn|không còn) xa
        đường (dây|link|dẫn|hoàng|cùng|sữa|phèn|tình|huyết|phố|nào)
        (đi|ra|trên|ngoài|dọc|giữa|dẫn|lề|ven|con|lạc|chặn|đón|chạy ra|bên|chỉ|dắt qua|vỉa|tan|quãng|đoạn|nửa|bia|mất|ăn|lòng) đường
        cho (em|con|cháu|tôi|tui|nó|bé|mình|biết|hỏi|người|xong|tới|đỡ|ai|vui|qua|khỏi|đến)
        ho (khan|ra|hen|nhiều|sốt)
        hồ (sơ|hởi|đồ|dán|nghi|lô)
        (đập|đạp) (đầu|vỡ|phá|em|con|cháu|nó|vào|tôi|chết|tan|cái|hết|điện thoại|bàn|cửa)
        cầu (cứu|xin|mong|cho|thủ|trượt|lông|siêu|kinh|nguyện|toàn|chì|thang|dao|được|an|vồng|hôn|tuột|kỳ|chúc|khẩn)
        yêu cầu
        (nhu|toàn|thỉnh|bóng|đá|đánh|thỉnh cầu|địa) cầu
        sông (núi)
        (cuộc|đời|kỹ năng|muốn|còn|ăn|lối|mưu|không|để|mức|sinh|sự) (sống|song)
        (quán|quan) (xuyến|tính|triệt|trọng|tâm|hệ|lý|sát|niệm|điểm|ao|áo|lén|chức)
        (liên|cơ|khách|chủ|bi|lạc|quần|phá) quan
        (thành|lập|phá) phố
        (tổ|bệnh) (quốc|ấm)
        viện (phí|cớ|trợ|dẫn|lý do)
        (học|cao|lý|thư) viện phí
        (bảo|tự) (vệ|tàng)
        chợ (đời)
        cái cầu (trượt|tuột|thang|dao|chì|nguyện)
        bon (nó|no|tụi|chúng|em|mày|bạn|tao|trẻ|con)
        nước suối
        (đồng|phụ|thợ|cơ|giang) hồ
        (khoa|chot|dong|mo) trai cua
        buôn (bán|người|lậu|hàng|phiền|ma túy|đồ|quần áo|quá|lắm|ngủ|cười|nôn|chán|bã|rầu|tình|thật|vì|nhiều|ve chai|trái cây)
        (đi|làm|con|lái|chuyện|tiếng) buôn
        đồn (ầm|thổi|đãi|ra|là|bậy)
        rừng rú
        quần ao
        trại (hè)
        rẫy vợ
        trạm (dừng)
        bến bờ
        mương máng
        vườn thú
        (nhà trường) (có|phải|cho|không|nên)
        (học|nghỉ|bỏ|tựu|khai) trường
        (thị|thương) trường
        (công|đối) trường
    """,
    "kind": """
        (trong|ở|vào|vô|ra|sau|dưới) < (=hầm|ks|=trọ|tro)
        (sài gòn|bình dương|đồng nai|bình phước|đắk nông|gia lai|kon tum|lâm đồng|đà lạt|nha trang|khánh hòa|phú yên|tuy hòa|bình định|quy nhơn|ninh thuận|bình thuận|phan thiết|hà nội|hải phòng|thanh hóa|nghệ an|hà tĩnh|quảng nam|quảng ngãi|quảng bình|quảng trị|đà nẵng|tây ninh|long an|tiền giang|bến tre|cần thơ|an giang|kiên giang|cà mau|bạc liêu|sóc trăng|trà vinh|vĩnh long|đồng tháp|vũng tàu|biên hòa|thủ đức|lạng sơn|cao bằng|lào cai|hà giang|quảng ninh|móng cái|đắk mil|cư jút|gia nghĩa|bảo lộc|mộc bài)
        (đắk lắk|đăk lăk|đak lak|đắc lắc|daklak|buôn ma thuột|buôn mê thuột|ban mê thuột|ban mê|buôn mê|=bmt|bmthuột|buôn hồ|buôn đôn|ea kar|cư kuin|cư m'gar|m'đrắk|m'drăk|krông pắc|krông bông|krông năng|krông búk|krông ana|ea súp|ea h'leo|tây nguyên|miền tây|miền bắc|phố núi)
        (cam pu chia|cam bốt|trung quốc|thái lan|đài loan|malaysia|hàn quốc|miến điện|myanmar|=tphcm|=hcm|=sg|tp hcm|hồ chí minh|bển bên cam)
        (qua|sang|bên|biên giới) < (cam|lào|miên|trung)
        (thôn|xã|buôn|ấp|làng|xóm|phường|huyện|tỉnh|bon|khu phố) (tôi|tui|em|con|cháu|mình|nhà|này|bên|trên|dưới|kế|đó|ấy|kia|e|khác|của tôi|của em|của con|của mình|nghèo|vùng sâu|vùng xa|giáp ranh|người|bả|nó)
        (ở|trong|=về|ngoài|bên|cả|khắp|vào|dưới|trên|qua|đầu|cuối|gần|lên|giữa|ra|=xuống|của|về lại|quanh|khỏi|rời|sau) < (bản|=buôn|=thôn|=xã|=ấp|=làng|=xóm|=phường|=huyện|=tỉnh)
        (sau|trong|ngoai|dau|cuoi|giua|khap|quanh) < (lang|buon|thon|xom)
        (qua|sang|đi|bên|về|ở|tận) < (=mỹ|=nhật|=úc|=đức|=hàn|=đài|=sing)
        hồ (câu|sen|trung tâm|chứa|tôm)
        vòng hồ
        lớp (mầm non|mẫu giáo|lá|chồi)
        (báo|trình|gọi|đưa lên) < (=xã|=ấp|=huyện|=thôn)
        (di|nam|nhap|toi|len|chuyen) < vien
        (trong|phục vụ|=ra|tới|=vô|=vào|ngoài|chủ|làm ở|=ở) < =quán
        (ở|trong|=về|ngoài|bên|cả|khắp|vào|dưới|trên|qua|từ|đầu|cuối|gần|cùng|lên|giữa|ra|mấy|trụ sở|nhớ) < (=bản|=buôn|=thôn|=xã|=ấp|=làng|=xóm|phường|=huyện|=tỉnh)
        (=buôn làng|xóm trọ|khu trọ|xóm rẫy|xóm đạo|xóm di cư|xóm lao động)
        (trên|lên|ra|xuống|về|tới|đến|ở|dưới|ngoài|trong|qua) < (thành phố|tp|thị trấn|thị xã|phố|tỉnh)
        (uỷ|ủy) ban (xã|phường|huyện|tỉnh|nhân dân)
        ubnd
        (công an|ca) (xã|phường|huyện|tỉnh)
        (đồn|trụ sở) công an
        (trường|truong) (tiểu học|mầm non|mẫu giáo|thcs|thpt|cấp #|cấp hai|cấp ba|cấp một|nội trú|bán trú|dân tộc nội trú|ptdt|đại học|nghề|phổ thông|học|làng|giáo dưỡng|dtnt|buôn|xã|huyện|cấp|nhà|quốc tế|chuyên)
        =trường
        (trường|truong) (tôi|tui|em|con|cháu|mình|nó|e|của em|của con|bé|cũ|mới|này|đó|kia|bạn|gần)
        (ở|=đến|tới|trong|ngoài|cổng|=từ|trên|gần|sau|trước|cách|sân|ra|vào|vô|lên|sát|nhà vệ sinh|bảo vệ|hàng rào|bên hông|wc|toilet|sau lưng|=về|rời|cạnh|=qua|tới cổng|cạnh cổng) < (trường|truong)
        (điểm trường|phân hiệu|cổng trường|sân trường|thư viện|ktx|kí túc xá|ký túc xá|khu nội trú|khu bán trú|phòng y tế|căng tin|nội trú|bán trú|nhà trẻ|trường lớp|mẫu giáo|lớp mẫu giáo|nhà vệ sinh trường)
        (thcs|thpt)
        (bờ|=bờ) < (ho|song|ao|dap|gieng)
        (duoi|xuong|ngoai|giua|mep|ven|long|qua|ra) < (ho|song|dap|gieng|ao)
        (=giếng|=biển|=thác|=kênh|=đập) > (ở|sau|trước|cạnh|gần|bên|nước|này|đó|chỗ)
        (dưới|xuống|ngoài|mép|gần|giữa|trong|lòng|qua|ra|ven|bờ|miệng|cạnh|=đáy|=té|=ngã|=rớt) < (=giếng|=biển|=thác|=đập|=kênh|=cống|=đầm)
        (hồ|ao|đập|hố|=bể) (thủy lợi|thuỷ lợi|nước|cá|tưới|chứa|bơi|tưới cà|sâu|thủy điện|nuôi cá|trữ nước|tưới tiêu|bạt|tự tạo|nhà|làng|công cộng)
        (con|dòng) (suối|sông|mương|kênh|đập)
        (mương|kênh) (thủy lợi|thuỷ lợi|nước|dẫn nước|tưới|chính|sau|bên)
        giếng (nước|hoang|cạn|khơi|bỏ hoang|đào|tưới|cũ|không|sâu|khoan|bên|ngoài|nhà|làng)
        (suối|=sông|=hồ|thác|mương)
        (cái |bờ )?=ao > (cá|nước|nhà|làng|sau|bên|gần|không|ở|ngoài|này|đó|sâu|của|tưới|cạnh)
        (dưới|xuống|ra|bờ|ven|ngoài|gần|té|rớt|lọt|cái|mấy|quanh) < =ao
        (=rẫy|rẫy|ray|vườn|ruộng|nương|đồi|đồng|lô|trang trại|chòi|vườn nhà) (cà phê|cà|tiêu|cao su|điều|mì|bắp|mía|sầu riêng|sau rieng|ca phe|cf|keo|lúa|dưa|khoai|chè|thông|bơ|mắc ca|rau|nhà|chuối|rẫy|giữ|cafe|cam|mít|hồ tiêu)
        (ngoài|trong|ở|=từ|=lên|ra|trên|dưới|=vô|vào|bên|giữa|=về|sau|chòi|vạt|đường|gần|tận|qua|đi|khu|mé|bìa|bờ|cuối) < (=rẫy|rẫy|ray|=ruộng|ruộng|=nương|=rừng|vườn|đồng|rung|đồi|nương)
        (=rẫy|=chòi rẫy|=chòi|=bìa rừng|bãi rác|bãi sình|bãi bồi|bãi bồi|bãi xe|bãi cát|bãi đất trống|bãi giữ xe|bãi đá|bãi sắn|bãi gỗ|bãi tha ma|nghĩa địa|nghĩa trang|bãi đất|bờ ruộng|=nhà rẫy)
        (nhà|phòng|dãy|xóm|khu|dãy nhà|căn|ở|khu nhà|quán) trọ
        (cổng|trước cổng|cong) (chùa|chua|trường|nhà thờ|chợ|bệnh viện|uỷ ban|ủy ban|xã|ủy ban xã)
        (trong|ngoài|ra|đầu|cuối|vào|ngoai) < (=lán|=lều|=ngõ|=hẻm|ngõ)
        (tới|đến|lên|ra|đi|về|vào|vô|qua|ở) < (=trạm|trạm xá|trạm y tế|=viện|bệnh viện|benh vien|=chợ)
        (cột cờ|sân chơi|sân vận động|cầu thang|ngã ba|ngã tư|ngã sáu|nhà sàn|hàng rào trường|căn tin|canteen|cái cầu|cầu treo|trạm bơm|phòng trọ|gầm cầu)
        (nhà nghỉ|khách sạn|nhà văn hóa|nhà văn hoá|nhà rông|nhà dài|nhà máy|nhà trẻ|nhà kho|nhà hoang|chung cư|nhà thờ|nhà hàng|nhà tạm lánh|nhà mở|nhà tình thương|nhà sinh hoạt cộng đồng|nhà cộng đồng|hội trường|hội trường thôn|nhà sách|nhà thi đấu|nhà xe)
        (trung tâm|mái ấm|cô nhi viện|trại mồ côi|trại trẻ|làng sos|trung tâm bảo trợ|cơ sở bảo trợ|=nhà chùa|=chùa)
        phòng số #
        (bệnh viện|trạm y tế|trạm xá|phòng khám|bv|trạm|cơ sở y tế|viện tỉnh|nhà thuốc|hiệu thuốc|tiệm thuốc) (tỉnh|huyện|xã|đa khoa|vùng|nhi|thị xã|thành phố|phường|khu vực|tây nguyên|thiện hạnh|buôn hồ|tư|lớn)
        (bệnh viện|trạm y tế|trạm xá|phòng khám|bv|trạm xã|viện tỉnh|khoa nhi|phòng cấp cứu)
        (=chợ|chợ) (đêm|huyện|xã|phiên|tạm|nhỏ|trời|buôn|trung tâm|lớn|đầu mối|cóc|quê|chiều|sáng|thị trấn|phường|hoa|tỉnh|bmt)
        (ra|ngoài|=ở|=đi|trong|=gần|=bến|cổng|=đến|sau|trước|giữa|đầu|=qua|=bên|bên kia|góc|khu|tới|bãi) < =chợ
        (ngoai|o) < cho
        (=chợ|hội chợ|siêu thị|công viên|sân bóng|sân banh|sân vận động|hồ bơi|bể bơi|khu vui chơi|nhà bóng|quảng trường|bến xe|bến tàu|bến phà|bến đò|trạm xe buýt|ga tàu|ga|sân bay|cây xăng|trạm xăng|quốc lộ|cao tốc|cửa khẩu|biên giới|đường biên|ngã ba|ngã tư|vòng xoay|vòng xuyến|cầu vượt|bãi biển|thủy điện|đồn biên phòng)
        (=trên|ngoài|thành|lan can|dưới|gầm|=qua|chân|mố|cây|đầu|giữa|gần|=ra) =cầu
        (cầu|cau) (treo|khỉ|tre|gỗ|sắt|bê tông|dây|cống|tạm|dân sinh|ván|vượt)
        (quán|quan|tiệm) (net|nét|nhậu|nhau|karaoke|cà phê|cafe|cf|ca phe|cơm|com|ăn|bia|ốc|phở|hớt tóc|game|internet|điện tử|massage|mát xa|bi da|bida|bi a|nước|tạp hóa|sửa xe|vàng|tóc|nail|phò|bún|cháo|bar|lẩu|gội đầu|hủ tiếu|ôm|đèn mờ|cầm đồ|em|tôi|mình|tui|thuốc)
        (karaoke|quán bar|vũ trường|bar|tạp hóa|lò (gạch|mổ|than|đường|bánh|vôi|rèn|mì)|=xưởng (may|gỗ|mộc|cưa|cà phê|điều|gạch|cơ khí|đá|than)|=xưởng|xuong may|mỏ (đá|cát|vàng)|=vựa (ve chai|trái cây|phế liệu|sầu riêng|tôm)|=vựa|công trường|công trình|khu công nghiệp|kcn|nông trường|lâm trường|trại (gà|heo|bò|nấm|tôm|giam|trẻ|mồ côi|tạm giam|cưa|chăn nuôi)|bãi vàng|cơ sở may|công ty may|lô cao su)
    """,
    "named": """
        (=bon|=bản|=thôn|=xã|=phường|=huyện|=thị trấn|=thị xã|=thành phố|=tỉnh|=ấp|=tổ dân phố|=buôn|=làng|=xóm|plei|thon|huyen|thi tran|thi xa|thanh pho|phuong|to dan pho|tdp|thcs|thpt)
        (ở|o|tai|tại|=về|lên|xuống|trong|dưới|trên|bên|từ|ngoài|dân|quê|nhà) < (xa|buon|lang|xom|ap|tinh)
    """,
    "numbered": """
        (xa|=quận|=khối|=tổ|khu phố|quốc lộ|ql|=đường|cây số|km|=hẻm|=kiệt|=đội|số nhà|nhà số)
    """,
    "capital": """
        (xa|buon|tp|khu|duong|=đèo|=đồi|=núi|nông trường|trường|hồ|suối|sông|cầu|=chợ|cho|=đập|ngã ba|ngã tư|trường học|bệnh viện|công ty|chùa|nhà thờ|khách sạn|quán|trung tâm|thác|bến|đội|số nhà)
    """,
}
# After these a name may stand without its kind, or in small letters.
TOWARDS = frozenset(
    """
    o tai ve len xuong qua sang duoi tren ngoai trong ben vao vo tu di ra gan que toi den dan huyen xa
    """.split()
)
# First words of names in the languages of the Highlands.
NATIVE = frozenset(
    """
    ea ia krong chu dak dlie dray cuor pong yang buon
    """.split()
)
# What ends a name written in small letters: it takes two words at most.
NOT_A_NAME = frozenset(
    """
    co khong bi la o va thi nay do kia em con chau toi minh ban nao gan cua dang vua roi hoc danh di ve tren gi duoi
    sau cho cung mot may cac nhung hay luc khi voi cuu can bao nha khac ngoai trong a oi nhe gium giup moi nuoc ai
    biet chua duoc ma neu de dau sang tu den xuong len ra vao vo qua lam nhieu het lai nguoi dua be no ong ba me bo
    cha hom chieu trua dem bay gio thay cu van phai noi keu hai ho tui to xa lon nho dep sach nua cach hoi xin goi
    chi tai vi nen so dot chay trom nghe giao tong dai thuong binh nhan dan dinh mua ngu an uong chia tam ky hop tra
    quy hien tuong
    """.split()
)

TIMES = {
    "": """
        (lần|người|đứa|con|vợ|cái|đời|câu|hạng|bé|chương|ngày|nhóm|giải|tầng) thứ (#|hai|ba|tư|năm|sáu|bảy|bốn)
        thứ (hai|ba) (là|nữa)
        (tù|phạt|phạt tù|án) (từ )?(NUM) (năm|tháng)
        (NUM) (năm|tháng) (tù|tuổi)
        (NUM) tháng tuổi
        NUM (tiếng|giờ) (việt|anh|kinh|êđê|đồng hồ|hành chính)
        (mấy|bao nhiêu) (giờ|ngày|tuần|tháng|năm|h|tiếng)
        một (lúc|giờ|tháng|năm|tuần|hôm|bữa)
        (#|mấy|bao|tới|đến|nửa|một|hai|ba|tám|chín|mười|sáu|bảy|năm|bốn|giữ) (giờ|gio|h)
        (lang thang|chợ đêm)
        (áo|quần|quà|đồ|lì xì|cây) < tết
        (thu|phục|phản|=một|khứ|vãn|bồi|mồ|nằm|truy) hồi
        hồi (hộp|phục|âm|đáp|sức|tỉnh|nãy giờ)
        (có|mọi|mỗi|đôi|nhiều|bất cứ) lúc
        (bên|ben|bờ) < nay
        (bao|nửa|trễ|đúng|thêm|tiền|tính|theo|kịp|hàng|từng|muộn|sớm|ngoài|xem|đổi|quá) < giờ
        giờ (giấc|hành chính|làm việc|mở cửa|nào|công|vàng|dây|tăng ca)
        (# |mấy |may )(ngày|ngay) (mới|moi|thì|sau mới) > (xuống|xuong|có|xong|gọi|tới|trả lời)
        (=tối|tối|sáng) (thui|om|đen|hù|tăm|mịt|quá|cổ|dạ|mắt|thiểu|đa|ý|kiến|sủa|tạo|lòng|mai lòng|bưng)
        (trời|bóng|phòng|góc|chỗ) tối
        (ban|buổi) (giám|quản)
        mai (mối|một|mốt|táng|sau|này|rùa)
        (cô|chị|bạn|em|hoa|cây|thiệp) mai
        (cả|suốt) (năm người|# người|ba đứa)
        (ngày|hôm|bữa|tháng|tuần|năm|giờ) nào (là|có|trong|thì|đó|được|đi|mới)
        ngày (sinh|giờ|lễ|công|càng|nghỉ|cưới|tháng)
        (tuổi|lớp|khối|thôn|số|phòng|phường|quận|nhà|buôn|tổ|đời|tầng|điểm|câu|hẻm) # (năm|tháng|giờ)
        (vào|bắt) hè
        hè (phố|đường)
        (vỉa|thềm|đầu) hè
        (đêm|ngày) (tân hôn|trọng đại)
        (=bà|bác|cụ|ông|chú) năm
        (giữ|ăn|gói|bánh|cỗ) tết
    """,
    "time": """
        (lúc |khoảng |tầm |từ |tới |đến |hồi )?(#h|#h#|#g|#g#|#h rưỡi) (sáng|trưa|chiều|tối|đêm|khuya) (nay|mai|qua|hôm qua|hôm nay|ngày mai|mốt|kia)
        (lúc |khoảng |tầm |từ |tới |đến |hồi )?NUM (giờ|h|g) (rưỡi )?(sáng|trưa|chiều|tối|đêm|khuya) (nay|mai|qua|hôm qua|hôm nay|ngày mai|mốt|kia)
        (khóc|=suốt|=hết|=cả|nằm|nghỉ|ở|=đi|bỏ|nhốt|đói|sốt|đau|=bị) < mấy (ngày|hôm|bữa|đêm|tuần|tháng|năm)
        (now|just now|# days|# weeks|# months|# years|# hours|a week|a month|a year) (ago)
        (now|just now|# days|# weeks|# months|# years|# hours)
        =giờ
        =nay > (lên|vòng|=đi|=hết|đau|khỏi|=ở|đòi|thấy|vô|nghỉ)
        (,|mà|nhưng|rồi|đến|tới|=từ) < =nay
        (hôm|bữa|bửa|đêm|hom) (nào|nao) > (không|khong|k|ko|kg|mà|em|con|ổng|nó|ba|bố|say|xỉn|về|lỡ|vui|buồn|app|có)
        (hôm|bữa|bửa) > (em|con|cháu|tui|tôi|mình|nó|ba|má|mẹ|bố|đi|=ngủ|thi|họp|đám|mưa|lũ|cúng|ông|bà|ổng|bả)
        từ > (=lũ|bão|dịch|đợt|ngày|hôm|tết)
        =tối > (=mới|=không|=hay|=về)
        (chieu|trua|dem|tuan|thang|hom) (roi|qua)
        NUM phút
        (buổi )?(sáng|trưa|chiều|tối|đêm|khuya) (nay|mai|qua|kia|hôm qua|hôm kia|hôm nay|hôm trước|hôm đó|hôm ấy|hôm kìa|hôm bữa|hôm nọ|hôm rồi|hôm sau|bữa qua|bữa kia|bữa đó|bữa trước|bữa nay|mơi|mốt|thứ (#|hai|ba|tư|năm|sáu|bảy)|chủ nhật|ngày mai|ngày kia|mùng #|giao thừa|tết|noel|cuối tuần|hôm)
        (buổi )?(sáng|trưa|chiều|tối|đêm) nay # (giờ|h|g)
        (sáng|chieu|chiều|tối|toi|đêm|trưa|sang) (nào|nao) (cũng|cung|cx)
        (buổi )?(=sáng|trưa|=chiều|=tối|=đêm|khuya) (đó|ấy|kia|tới|nọ|về|hổm|rồi)
        (=tối|=đêm|đêm|dem|trưa|=sáng|ngày|tối|chiều|bữa|hôm|tuần|tháng|năm) nào (cũng|cx)
        (=tối|=đêm|đêm|dem|trưa|=sáng|ngày|tối|chiều|bữa|hôm|tuần|tháng|năm) nào … (cũng|cx)
        (đêm|dem|=tối) nào
        (đêm đêm|tối tối|ngày ngày|chiều chiều|sáng sáng|trưa trưa)
        (nửa đêm|giữa đêm|giữa trưa|nửa khuya|đêm khuya|đêm hôm|gần sáng|tờ mờ sáng|rạng sáng|sáng sớm|sáng sớm nay|tối khuya|chiều tối|xế chiều|sẩm tối|chạng vạng|nửa buổi|=khuya|khuya|trưa nắng|chập tối|gà gáy|đêm giao thừa|xế trưa|hừng sáng|tờ mờ|nửa chiều|mờ sáng)
        (ban|buổi) (ngày|đêm|tối|trưa|sáng|chiều|khuya)
        (tới|đến|từ|vào|cứ|vô|mỗi|hồi|lúc|đợi|giữa) (=sáng|trưa|=chiều|=tối|=đêm|=khuya|sáng sớm)
        (=tối|=sáng|=chiều|=trưa|=đêm) > (con|em|cháu|nó|tôi|tui|ổng|bả|=về|ngủ|là|thì|đến|ra|dậy|lại|đi|e|bé|xuống|cũng)
        =đêm
        (giờ|gio|h) > (nó|bé|cháu|con|em|e|tôi|tui|mình|mk|bà|ông|ba|mẹ|má|bố|cô|chú|bên|ổng|bả|không|ko|k|thì|đã|vẫn|đang|tụi|hai|người|có|còn|lại|này|phải|muốn|đầu|chị|anh)
        giờ > (cứ|mới|chỉ|toàn|hay|lớn|đâu|mà)
        =nay > (có|đã|nó|vẫn|về|còn|thì|em|con|cháu|không|lại|mới)
        (giờ|gio) (này|đây|đó|ấy|ra chơi|ra choi|tan học|nghỉ trưa|tối mịt|chiều|tan tầm)
        (đến nay|tới nay|thỉnh thoảng|khi khác|lúc khác|hôm khác|bữa khác|một ngày|đầu năm học|cuối năm học|đầu năm|cuối năm)
        (từ|hồi) (lớp|lop|cấp) #
        (hôm|bữa|bửa|hổm|ngày) (nay|qua|kia|trước|bữa|nọ|rồi|kìa|đó|ấy|sau|tết|lễ|giỗ|khai giảng|chủ nhật|thứ (#|hai|ba|tư|năm|sáu|bảy)|mùng #|mồng #|rằm|đầu|cuối|nghỉ|đám|sinh nhật|họp|=lễ|trung thu|noel|#|tổng kết|bế giảng|cưới|hổm|khai trường|# #|# tháng #)
        hôm quá
        (mấy |những |# |hai )?lần (trước|vừa rồi)
        (hqua|hnay|hổm rày|hổm giờ|bữa giờ|bữa hổm|bữa giờ|hôm rày|mấy nay|mí nay)
        (hơn |gần |cả |đã |được |suốt |mới |khoảng |chừng |cách đây |mất |trong |khoảng chừng |trước đây |sau |đúng |tận |hết |ròng rã |có |từ |thêm |vòng |cỡ |còn |tầm |ít nhất |liền |đc |dc |cách nay )?NUM (tiếng|phút|ngày|hôm|bữa|đêm|tuần|tháng|năm|tiếng đồng hồ|mùa|giờ đồng hồ|buổi|tối|tuần lễ|năm học|mùa rẫy|h|học kỳ|kỳ) (nay|rồi|trước|qua|liền|sau|nữa|tới|trời|ròng|đầu|cuối|hơn|gần đây|vừa rồi|mới|liên tục|òi|r|là)
        (hơn|gần|cả|đã|được|suốt|mới|khoảng|chừng|cách đây|mất|trong|đúng|tận|ròng rã|đc|dc|vòng|cỡ|tầm|ít nhất|hết|có|còn|từ|sau|=đến|=tới) NUM (tiếng|ngày|hôm|bữa|đêm|tuần|tháng|năm|buổi|phút|giờ đồng hồ|tiếng đồng hồ|mùa)
        NUM (ngày|hôm|bữa|đêm|tuần|tháng|năm|tuần lễ|năm học|mùa rẫy|đêm liền)
        (nửa|một) (tháng|năm|tiếng|ngày) (nay|rồi|trước|qua|nữa|hơn|sau)
        một (ngày|tuần|tháng|năm|hôm|bữa|lần|tiếng|đêm) (nay|rồi|trước|qua|nữa|sau|đêm|mấy lần|trời|hai lần|ba lần)
        (hơn|gần|cả|đã|được|suốt|mới|khoảng|chừng|cách đây|mất|trong|đúng) một (ngày|tuần|tháng|năm|tiếng)
        (=cả|suốt|mỗi|hằng|hàng|từng|nguyên) (ngày|đêm|tối|sáng|trưa|chiều|tuần|tháng|năm|hôm|buổi|hè|ngày lẫn đêm|ngày hôm qua|ngày nay|tuần nay|tháng nay|năm nay|buổi chiều|buổi sáng|năm trời|buổi tối|đêm qua|bữa|mùa hè|năm học|tháng trời|cuối tuần|cn|thứ #|thứ (hai|ba|tư|năm|sáu|bảy)|chủ nhật)
        (ca|suot|moi|hang) (ngay|dem|tuan|thang|nam|thang nay|tuan nay)
        (đầu|giữa|cuối) (năm|tháng|tuần|hè|học kỳ|mùa|giờ|buổi|năm nay|năm ngoái|năm học|tháng này|tháng trước|tháng sau|tháng #|tuần này|tuần trước|tuần sau|mùa mưa|mùa khô|mùa rẫy|năm lớp #|kỳ)
        (năm|tháng|tuần|hè|tết|mùa hè|mùa rẫy|học kỳ|cuối tuần|chủ nhật|nghỉ hè|mùa|niên khóa|năm học|cuối năm|đầu năm) (ngoái|trước|nay|này|sau|tới|rồi|vừa rồi|kia|vừa qua|qua|kìa|nọ|năm ngoái|năm nay|năm trước|trước nữa)
        (sang|qua) (năm|tháng|tuần)
        (chủ nhật|t# tuần này|cn) (tuần rồi|tuần này|tuần trước|tuần sau|này|rồi|tới|vừa rồi|hàng tuần)
        thứ (#|hai|ba|tư|năm|sáu|bảy) (tuần (trước|này|rồi|sau|tới)|này|rồi|tới|vừa rồi|hàng tuần|tuần tới)
        (trước |từ |hôm |vào |tới |sáng |đến |đợi )?thứ (#|hai|ba|tư|năm|sáu|bảy)
        (chủ nhật|cuối tuần|đầu tuần|giữa tuần|=cn)
        ngày (mai|kia|mốt|xưa|trước|nay|nào cũng|qua|hôm qua|hôm kia|hôm sau|nhỏ|=rằm|=mùng #|# tháng #|#|# #|tết|hè|mùa|xửa)
        tháng (#|giêng|chạp|tư|hai|ba|năm|sáu|bảy|tám|chín|mười|mười một|cô hồn)
        (mùng|mồng|mung) (#|một|hai|ba|bốn|năm|sáu|bảy|mười)
        (=rằm|=tết|giao thừa|trung thu|noel|giáng sinh|giáp tết|ra tết|sau tết|trước tết|ra giêng|gần tết|qua tết|ăn tết|=giỗ|=nghỉ hè|=nghỉ tết|=mùa hè|mùa mưa|mùa khô|mùa cà|mùa cà phê|mùa rẫy|mùa tiêu|mùa này|mùa lũ|mùa hái|mùa thi|mùa thu hoạch|mùa sầu riêng|mùa điều|mùa nắng|mùa đông|mùa gặt|hết mùa|hết mùa cà|hết mùa rẫy|nghi he|hồi hè)
        (=hè)
        he (nay|nam ngoai|roi|nam nay|vua roi)
        hồi (sáng|trưa|chiều|tối|đêm|khuya|nãy|hè|tết|đó|xưa|trước|nhỏ|bé|đầu|cuối|giữa|còn|mới|qua|nảy) (nay|qua|năm|tháng|mùa|lớp #|năm ngoái|hôm qua|hè|giờ|kia|rồi|sớm|năm học|nhỏ|học|tết)
        (từ )?hồi (sáng|trưa|chiều|tối|đêm|khuya|nãy|hè|tết|đó|xưa|trước|nhỏ|bé|đầu|cuối|giữa|=còn|mới|qua|tháng|năm|lớp #|ra giêng|giáp tết|nảy|# (giờ|h|tuổi)|#h|năm ngoái|tháng trước|tuần trước|tháng #|năm lớp #)
        =hồi
        lúc (nãy|đó|ấy|này|trước|đầu|nhỏ|bé|khuya|chiều tối|trưa|nửa đêm|giữa đêm|gần sáng|=tối|=sáng|=chiều|=đêm|nảy|còn nhỏ|sáng sớm|chiều|sáng)
        (lúc |khoảng |tầm |cỡ |từ |hồi |vào |tới |đến |gần |hơn )?(NUM) (giờ|g|h) (sáng|trưa|chiều|tối|đêm|khuya|kém|rưỡi|hơn|kém #|kém năm|kém mười|sáng mai|tối nay|sáng nay|chiều nay|tối qua|đêm qua|hôm qua|tối hôm qua|mấy|đúng|#|chiều mai|tối mai|trưa nay|đêm nay|rưỡi tối|rưỡi sáng|rưỡi chiều|rưỡi đêm)
        (lúc |khoảng |tầm |cỡ |từ |hồi |vào |tới |đến |gần |hơn )?NUM (giờ|h)
        (lúc |khoảng |tầm |từ |tới |đến |hồi )?(#h|#h#|#g|#g#|#hrưỡi) (sáng|trưa|chiều|tối|đêm|khuya|sáng mai|tối nay|sáng nay|chiều nay|tối qua|đêm qua|mấy|hơn|rưỡi|tối mai|đêm nay|trưa nay|rưỡi tối|hôm qua)
        (lúc |khoảng |tầm |từ |tới |đến |hồi )?(#h|#h#|#g|#g#)
        giờ (này|nay|ra chơi|tan học|tan trường|ngủ trưa|thể dục|cơm|đi ngủ|ăn|chơi|về|trưa|cao điểm|học thêm|tự học|tan ca|cơm trưa|giới nghiêm|đi học)
        (bây giờ|bi giờ|hiện giờ|hiện tại|hiện nay|=hiện|nãy giờ|=nãy|vừa nãy|mới nãy|vừa rồi|=mới đây|ngay lúc này|lúc nãy|ngay bây giờ|khi nãy|=nãy h|vừa mới đây|mới hồi nãy)
        (lát nữa|tí nữa|chút nữa|xíu nữa|chốc nữa|lát|=mốt|tý nữa|tẹo nữa|chốc|chút xíu nữa|=mơi|mai mốt|nay mai|=lát)
        (dạo (này|trước|gần đây|nọ|đó)|gần đây|trước đây|trước kia|lâu nay|lâu rồi|xưa nay|nào giờ|trước giờ|bấy lâu|bấy lâu nay|hồi giờ|lâu lâu|xưa giờ|từ trước|thời gian gần đây|thời gian này|thời gian qua|từ lâu|khi xưa|ngày trước|xưa|đợt này|đợt trước|đợt rồi|đợt vừa rồi|đợt hè|kỳ này|sau này|lâu lắm rồi|vừa rồi)
        từ (nhỏ|bé|xưa|lúc|hồi|đó|hôm|bữa|tết|hè|khi|ngày|đầu năm|giữa|trưa|=sáng|=chiều|=tối|đêm|tháng|năm|tuần|lâu)
        từ … (tới|đến) (giờ|nay|bây giờ|h|khuya|chừ|bi giờ|tối|sáng|=hôm nay|chiều|đêm|hôm qua)
        (ngày mai|mai|=mai|sớm mai|trưa mai|sáng mai) (NUM (giờ|h)|là|sáng|này)
        mai
        năm (19|20)#
        năm #
        (năm|hè|hồi|đầu|cuối|giữa|học kỳ) (năm )?lớp (#|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)
        (mỗi|hằng|hàng) (NUM )?(ngày|tối|tuần|đêm|chiều|sáng|tháng)
        (# lần) (một|1) (ngày|tuần)
        (today|tonight|yesterday|tomorrow|last night|right now|every day|every night|this morning|last week|last month|last year)
    """,
}
