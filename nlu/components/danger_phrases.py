"""The phrases by which danger is told, in the language of patterns.py: one block for each signal."""

# One phrase a line, however long: a broken phrase could not be searched for.
# ruff: noqa: E501

from __future__ import annotations

# Who may be harmed or at risk, as the end of "đang đánh …"; and the people who usually harm.
_WHOM = "(con|cháu|em|bé|nó|tôi|tui|mình|tao|mẹ|má|bà|vợ|chị|anh|bạn|trẻ|thằng|đứa|nhỏ|tụi|bọn|chúng|người)"
_WHO = "(bố|ba|cha|tía|mẹ|má|dượng|chú|bác|cậu|ông|bà|anh|chị|dì|thầy|cô|chồng|vợ|nó|họ|ổng|bả|người|thằng|tụi|bọn|hắn|chủ)"
_BLOWS = "(đánh|đập|đấm|đạp|tát|quất|nện|đòn|tra tấn|bạo hành|hành hạ|hành hung|bóp cổ|siết cổ|dìm|chém|đâm|quật|cắt cổ|dí điện|chích điện)"
_DRINKS = "(thuốc sâu|thuốc trừ sâu|thuốc diệt cỏ|thuốc cỏ|thuốc chuột|thuốc ngủ|thuốc độc|thuốc rầy|axit|xăng|dầu hỏa|nước tẩy|hóa chất|lá ngón|bả chuột)"
_WATER = "(sông|suối|hồ|ao|giếng|nước|đập|kênh|mương|biển|hố)"

# `plain`: danger now as it stands, unless it is past, denied, a general question or a figure of speech.
PLAIN = {
    # A cry for help that does not say from what.
    "": """
        (cứu|cứu giúp) (lấy )?(con|cháu|em|tôi|tui|mình|tao|với|bé|nó|mẹ|bạn|tụi|chúng|e|c)
    """,
    "violence_now": f"""
        bị … bóp cổ
        (sắp|sẽ|đòi|dọa|doạ|định|muốn) (giết|chém|đâm|đánh chết) {_WHOM}
        (đánh|đập) … gần chết
        (đánh|đập) chết {_WHOM}
        (cầm|vác|lấy|rút|kề|xách|giơ|dùng|mang) … (dao|rựa|búa|rìu|mã tấu|kiếm|súng|xà gạc|xà beng) … (đuổi|rượt|dí|chém|đâm|dọa|doạ|đòi|đánh|đập|giết|đứng|ngoài|vào|tới|đến)
        đập cửa … (dọa|doạ|đòi|giết|chém|đánh)
        (is|are|keeps) (hitting|beating|choking) (me|my|him|her|us)
        (is|are) going to kill (me|my|him|her|us)
    """,
    "weapon": """
        (cầm|vác|rút|kề|xách|giơ|lăm lăm) … (dao|rựa|búa|rìu|mã tấu|kiếm|súng|xà gạc|xà beng)
        dí dao
        has a (knife|gun)
    """,
    "serious_injury": """
        bất tỉnh
        ngất (xỉu|đi|rồi|lịm)
        hôn mê
        co giật
        (không|hết) thở
        ngừng thở
        khó thở
        (co giật|co cứng|sùi bọt mép)
        thở không (nổi|được)
        thoi thóp
        hấp hối
        nguy kịch
        tím tái
        gọi (mãi )?không (tỉnh|dậy)
        không (tỉnh|cựa quậy|nhúc nhích)
        (chảy|ra|mất) … máu … (nhiều|không cầm|không ngừng|quá|lắm|lênh láng|ướt)
        (chảy|ra) (nhiều|quá nhiều) máu
        máu (chảy|ra) (nhiều|quá|lắm|lênh láng)
        (bị )?điện giật
        (bị )?giật điện
        (nằm im|li bì|nằm bất động) … không (trả lời|mở mắt|dậy|nhúc nhích)
        (kẹt|mắc kẹt|cán|đè) … (dưới|trong|trúng) … (xe|máy|tường|đất|chân|tay|đầu)
        (nuốt|hóc) … (pin|xương|đồng xu|hạt|dị vật)
        (hóc nghẹn|mắc nghẹn|ngạt thở)
        rắn … cắn
        (phỏng|bỏng) (nặng|hết|khắp)
        (bỏng|phỏng) nước sôi
        (đổ|dội|tạt) … (nước sôi|cháo nóng|canh nóng|phích nước)
        is (unconscious|bleeding)
        (not|stopped) breathing
    """,
    "confined": f"""
        bị … (nhốt|xích|trói|giam)
        (nhốt|xích|trói|giam) (lại )?{_WHOM}
        (nhốt|xích|trói|giam) … (trong|vào|ở|ngoài) … (phòng|nhà|kho|tủ|chuồng|toilet|bếp|gốc|cột|giường|rẫy)
        (khóa|khoá) (cửa|trái|ngoài) … (không|giam|nhốt)
        (khóa|khoá) {_WHOM} … trong
        bị … giữ … không cho (về|ra)
        (giữ|bắt) {_WHOM} … không cho (về|ra|đi)
        không (cho|thoát|chạy|trốn) ra (ngoài|được)
        không ra (ngoài )?được
        locked (me|us|him|her) (in|up)
        am locked in
    """,
    "suicide": """
        (muốn|định|sẽ|sắp|tính|chuẩn bị|ước gì) (được )?(chết|tự tử|tự sát|tự vẫn|die)
        (con|cháu|em|tôi|mình|tui|tao) (chết|die) (đây|đi|cho rồi|cho xong|luôn)
        (chết|die) (đi )?(cho (rồi|xong)|quách)
        thà chết
        (đòi|dọa|doạ) (chết|tự tử|uống thuốc|nhảy|tự vẫn)
        cầm … thuốc (sâu|chuột|cỏ|ngủ) … (uống|dọa)
        nói (là )?(đi|muốn) chết
        (để|mong|ngủ) … không (bao giờ )?(tỉnh|dậy|thức) … nữa
        không (bao giờ )?(tỉnh|thức) dậy nữa
        ngủ … không bao giờ (tỉnh|dậy)
        (không|hết) (còn )?muốn (tồn tại|tiếp tục|ở) … (đời|thế giới|nữa|rồi)
        (ôm|cùng) con cùng chết
        kiếp sau con
        (đứng|ngồi) (ở|trên|ngoài) (lan can|sân thượng|thành cầu|cầu|nóc nhà|đập|mái nhà|sân thượng)
        ở ngoài cầu
        (đi|muốn) theo (ông|bà|ba|mẹ|bố|má|aduôn|ngoại|nội) … (xuống|mất|luôn|chết)
        (không|chẳng|chả|hết|chán) (còn )?(muốn|thiết|thích) sống
        chán sống
        sống (để )?làm gì
        sống không nổi
        (không|chẳng) … lý do … sống
        (kết thúc|kết liễu|chấm dứt) (cuộc đời|cuộc sống|đời|mạng sống|tất cả|hết)
        (nhảy|lao) (cầu|lầu|sông|xuống (sông|hồ|suối|cầu|giếng)|từ (lầu|tầng|cầu))
        (vĩnh biệt|tạm biệt thế giới|tạm biệt cuộc đời|tạm biệt mãi mãi|thư tuyệt mệnh)
        tạm biệt (mọi người|cả nhà|bố mẹ|ba má|ba mẹ|mẹ) …. (đi đây|kiếp|đừng buồn|đừng tìm|xin lỗi)
        xin lỗi (bố mẹ|ba má|ba mẹ|mẹ|cả nhà|mọi người) … (đi trước|đi đây|sống|kiếp)
        biến mất … (mãi mãi|cho nhẹ|vui hơn|khỏi)
        (đang|đứng) … (lan can|sân thượng|thành cầu|trên cầu)
        (thắt|treo) cổ
        (muốn|định|sẽ|sắp|vừa) … uống (lá ngón|thuốc)
        biến mất khỏi (thế giới|cõi|đời)
        (want|going) to (die|kill myself|end my life)
        kill myself
    """,
    "missing": """
        mất tích
        (bị|đi) lạc
        (không|chẳng|chưa) thấy … về
        (không|chẳng) (biết|rõ) (con|cháu|bé|nó|bạn ấy|em ấy|em gái|em trai|con gái|con trai) … (đi|ở) đâu
        (đi|ở) đâu (mà )?(không|chẳng) (ai )?(biết|rõ)
        (tìm|kiếm) (hoài|mãi|khắp nơi|cả đêm|cả ngày|khắp) … không (thấy|ra|được)
        (tìm|kiếm) không (thấy|ra|được) (con|cháu|bé|nó|bạn|đâu)
        (tìm|kiếm) (con|cháu|bé|nó|bạn) … không (thấy|ra|được)
        không liên lạc được với (con|cháu|bé|nó|bạn|em)
        (con|cháu|bé|nó|bạn|em gái|em trai|con gái|con trai) … chưa (thấy )?về
        bỏ (nhà|trốn) (ra )?(đi|rồi)
        bị … bắt cóc
        bắt cóc (con|cháu|em|bé|trẻ|người)
        xe lạ … (bắt|chở|kéo) … (bé|em|con|cháu|bạn|học sinh)
        lạc (mẹ|ba|bố|má|đường|gia đình|con|cháu)
        đi từ … chưa về
        đi đâu mất
        (mất|không) liên lạc
        (người lạ|ai đó|bọn nó|xe lạ) … (bắt|kéo|lôi|chở|dẫn|bế) … (con|cháu|em|bé|nó|bạn) … (đi|lên xe)
        is missing
    """,
    "trafficking": """
        bị … (lừa|dụ|ép|đưa|bán) … (qua|sang|đi) … (cam pu chia|trung quốc|lào|biên giới|nước ngoài|miến điện|thái)
        bị =bán
        họ bán con
        (mai|sáng mai|tối nay|chiều nay|lát nữa) … (đón|tới đón|qua đón|đến đón) (em|con|mình|tôi|tui|e)
        bị … =bán
        bị bán (đi|qua|sang|cho người|vào)
        (bán|đem bán|rao bán) (con|cháu|em|bé|đứa) … (cho|lấy|đi|sang|qua|với)
        (sắp|tối nay|sáng mai|ngày mai|mai|chiều nay|đêm nay|lát nữa) …. (đón|đưa|chở) (con|cháu|em|mình|tôi|tui|nó|bạn) … (qua|sang) … (biên giới|cam pu chia|trung quốc|lào|nước ngoài)
        (bắt|giữ) … (chuộc|tiền chuộc)
    """,
    "drowning": f"""
        đuối nước
        chết đuối
        (rơi|té|ngã|rớt|lọt|sụp|chìm|sa|trượt) (xuống|dưới) … {_WATER}
        (té|rớt|lọt|sa) (sông|suối|hồ|ao|giếng|mương|hố)
        (=chìm|hụt chân) … (rồi|không thấy|chưa|mất)
        (sóng|lũ|nước) … (cuốn|quấn)
        (thuyền|ghe|đò|xuồng) … (lật|chìm)
        (lật|chìm) (thuyền|ghe|đò|xuồng)
        (kẹt|mắc kẹt) … (nước|lũ|cồn|hồ|suối|bùn|giếng|hố)
        (bị|đang) … (=chìm|=trôi|chìm xuống|chìm dưới|ngộp nước)
        (is|are) drowning
    """,
    "abandoned_infant": """
        (bé|trẻ|em bé|cháu bé|đứa bé|con nít) … (sơ sinh|mới đẻ|mới sinh|còn đỏ hỏn) (đang|mới|vừa)? (bị|ai)? (bỏ|vứt|để)
        (bỏ|vứt|để) (lại )?(con|em|đứa|cháu|bé|trẻ) … (sơ sinh|mới đẻ|mới sinh|đỏ hỏn)
        (bé|trẻ|em bé|cháu bé|đứa bé) … (bị )?(bỏ rơi|vứt bỏ|bỏ lại)
        (nhặt|phát hiện|thấy) … (bé|trẻ) sơ sinh
        (bỏ rơi|vứt bỏ) … (bé|trẻ|con|cháu|đứa)
    """,
    "fire_poison": f"""
        cháy (nhà|phòng|bếp|lớn|to)
        =cháy rồi
        bốc cháy
        (nhà|phòng|bếp|lớp|trường|rẫy|chăn|áo) … (đang|bị|bốc) cháy
        (phóng hỏa|hỏa hoạn|cháy lớn)
        (tưới|đổ|tạt|hất) (xăng|dầu|axit)
        (đốt|châm lửa) (nhà|{_WHOM})
        (uống|nuốt|hút|ăn) (nhầm |phải |lộn )?{_DRINKS}
        (ăn|uống) (nhầm|phải) … (độc|bả|nấm)
        ngộ độc
        uống (nhầm|lộn) … (thuốc|rượu|axit|xăng|dầu|chai)
        (uống|nuốt) (hết |cả |nguyên )?(vỉ|lọ|hộp|vốc|nắm|chai) … thuốc
        uống thuốc … (chóng mặt|không tỉnh|mơ màng|lơ mơ|ói|nôn)
        cháy (áo|quần|chăn)
        ngạt (khói|khí|gas)
        house is on fire
        (drank|swallowed) poison
    """,
    "sexual_assault_now": """
        (sắp|định|đòi|tính) … (hiếp|hiếp dâm|cưỡng hiếp|xâm hại)
        (hiếp|hiếp dâm|cưỡng hiếp) (con|cháu|em|tôi|mình) … (ngoài|trong|ở)
    """,
}

# `dated`: danger now only with a word that says it is going on, has just happened or comes within hours.
DATED = {
    "violence_now": f"""
        bị … {_BLOWS}
        {_BLOWS} (cho )?{_WHOM}
        {_WHO} … {_BLOWS}
        (ném|quăng|liệng) … vào (người|đầu|mặt)
        (hit|hits|beat|beats|beating|hurting) (me|my|him|her|us)
        đập (phá|cửa)
        (chửi|la) … (đuổi|dọa|doạ) … giết
    """,
    "serious_injury": """
        (chảy|ra) … máu
        gãy (tay|chân|xương|răng)
        (bị|té|ngã) … (gãy|bỏng|phỏng|chấn thương)
        (tai nạn|té xe|ngã xe)
    """,
    "sexual_assault_now": """
        bị … (hiếp|hiếp dâm|cưỡng hiếp|xâm hại|sàm sỡ|giở trò|=sờ|sờ mó|cởi|lột|dâm ô|quấy rối)
        (hiếp|sờ mó|sờ soạng|=sờ|cởi|lột|sàm sỡ|xâm hại|=đè|giở trò) … (đồ|quần|áo|người|con|cháu|em|tôi|mình|bé|nó|ngực|mông)
        (bắt|ép|kéo|lôi) … (cởi|ngủ (với|cùng|chung)|vào phòng|vào nhà nghỉ|vào bụi|lên giường)
        (vào|mò vào) … (phòng|giường) (con|cháu|em|tôi|mình)
    """,
    "abandoned_infant": """
        (bé|con|em|cháu|đứa|trẻ) …. (ở|nằm|khóc) … một mình
        (bé|con|em|cháu|đứa|trẻ) …. bị bỏ (đói|mặc|một mình)
        (bỏ|để) (con|em|cháu|bé|đứa|trẻ|nó|con nít) … (một mình|ở nhà|đói)
    """,
    "forced_marriage_now": """
        (ép|bắt|gả|bị) … (cưới|lấy chồng|lấy vợ|làm vợ|làm dâu|kết hôn)
        (gả|bán) (con|cháu|em|bé|tôi|mình) … (cho|lấy)
        (bắt|kéo|cướp) … (vợ|về làm vợ)
        (đám cưới|rước dâu|cưới) …. (# tuổi|#t|#tuổi|lớp #)
        (# tuổi|#t|#tuổi|lớp #) …. (đám cưới|rước dâu|cưới|lấy chồng)
    """,
    "trafficking": """
        (rủ|dụ|lừa|=đưa|chở|đón|dẫn) (con|cháu|em|mình|tôi|tui|nó|bạn|bé) … (qua|sang|đi) … (biên giới|cam pu chia|trung quốc|lào|nước ngoài|làm|thành phố)
    """,
    "confined": f"""
        (giữ|bắt) {_WHOM} … (ở|trong) (nhà|phòng)
    """,
}

FIGURES = """
    (mệt|đói|nóng|lạnh|rét|ngại|nhục|xấu hổ|quê|cười|vui|ngon|đẹp|đắt|bận|khát|ngứa|no|sướng|tức|nhớ|thương|yêu|ham|thèm|mê|cay|chua|mặn|ồn|hôi|thối|bực|ghét|buồn ngủ|buồn cười|đau bụng|mỏi|lười|kẹt xe|nghèo|đông|tê|run|dễ thương|xinh|mắc cười) (gần |muốn |sắp |đến |quá |như )?chết (đi được|luôn|mất|người|được|mồ|bà)
    (mệt|đói|nóng|lạnh|rét|ngại|nhục|xấu hổ|quê|cười|vui|ngon|đẹp|đắt|bận|khát|ngứa|no|sướng|tức|nhớ|thương|yêu|ham|thèm|mê|cay|chua|mặn|ồn|hôi|thối|bực|ghét|buồn ngủ|buồn cười|đau bụng|mỏi|lười|kẹt xe|nghèo|đông|tê|run|dễ thương|xinh|mắc cười|bài tập|học bài|học|làm bài|thi|nhiều bài|nhiều|khó|dở|dài) (gần |muốn |sắp |đến |quá |như )?chết
    (sợ|lo|run) (gần |muốn |sắp |đến )?chết (đi được|luôn|khiếp|mất)
    chết (cười|dở|tiệt|mê|thèm|máy|đứng|rồi quên|cha|mồ|bà)
    (game|liên quân|free fire|pubg|trận|boss|nhân vật) …. (chết|giết|đánh|bắn|chém|đâm|súng|dao)
    (đánh|bị đánh|chém|bắn) …. (game|liên quân|boss|trong phim)
    (phim|truyện|tiểu thuyết) …. (chết|giết|đánh|bắn|chém|đâm|tự tử)
    giết thời gian
    (đánh răng|đánh bài|đánh đàn|đánh giá|đánh vần|đánh máy|đánh cầu|đánh cờ|đánh phấn|đánh bóng|đánh thức|đánh dấu|đánh rơi|đánh mất|đánh cá|đánh lô|đánh số|đánh trống|đánh son)
    đập (hộp|heo)
    (cháy túi|cháy hàng|cháy vé|cháy phố|cháy máy|cháy hết mình)
    (đá banh|đá bóng|đá gà|bắn gà|đấm bốc)
    (trôi chảy|thời gian trôi|ngày trôi)
    (chìm vào giấc|chìm đắm)
    bị … (đánh thức|đánh giá|đánh rớt|đánh trượt)
    (đẹp trai|dễ thương) … chết
    (đám cưới|đám ma|đám tang|đám giỗ|đám hỏi|danh sách|danh mục|danh dự|tất cả|tất nhiên|đạp xe|chém gió|sơ cứu|nghiên cứu|cứu hộ|cứu trợ)
    cứu …. (bài|toán|deadline|thi|game|điểm)
    (ăn hiếp|ức hiếp|hà hiếp)
    (để|cách|biết|cấp|kịp|người|giải) cứu
    (trói buộc|tát nước|đấm lưng|đâm ra|đâm đầu)
"""

NEGATIONS = """
    (không|chưa|chẳng|chả|đâu|không phải|chưa phải) (có )?(hề |bao giờ |từng |còn |ai |có ai |phải |phải là |bị |muốn (ai )?|cho ai )?(bị )?
    (không|chưa|chẳng) (có )?(ý|ý định|nghĩ tới|nghĩ đến|nghĩ)
    (hết|thôi) (còn )?(bị )?
    (phòng|ngừa|tránh|ngăn|=chống|phòng chống)
    (không|chẳng|chưa|chả) (có )?(ai |người nào |ông |bà |bố |mẹ |ba |má |thầy |cô )(nào )?(bị |có )?
    (not|never|nobody|don.t|no longer)
"""

PAST = """
    (hồi|lúc|khi|thuở) (còn )?(nhỏ|bé|trước|xưa|đó|ấy|lớp|cấp|đi học|mẫu giáo|học)
    (năm|tháng|tuần|đợt|lần|hôm|bữa|kỳ) (ngoái|trước|rồi|kia|nọ|đó|xưa)
    (ngày|đời) xưa
    (trước đây|trước kia|trước giờ|xưa kia|khi xưa)
    cách đây
    (mấy|hai|ba|vài|nhiều|#) (năm|tháng|tuần) (trước|rồi|về trước)
    (đã từng|từng|có lần|có hôm|có bữa)
    (last (year|week|month)|years ago|when i was)
"""
# Lately: too long ago for a blow, not for a child that has been missing since.
LATELY = """
    hôm qua
    (đêm|tối|chiều|sáng|trưa) qua
    (last night|yesterday)
"""

PRESENT = """
    đang
    (giờ|hiện|bây giờ|hiện giờ|hiện tại|hiện nay|lúc này|ngay lúc này|giờ này|ngay bây giờ|nãy giờ|bữa giờ)
    (vẫn|vẫn còn|còn) (đang|bị|tiếp tục)
    (tối|đêm|chiều|trưa|sáng) nay
    hôm nay
    (sáng|ngày|chiều|trưa|tối|đêm|hôm)? mai
    (sắp|lát nữa|chút nữa|tí nữa|xíu nữa|tý nữa|sắp tới|chuẩn bị)
    vừa (mới|bị|đánh|xong|rồi)
    vừa
    mới (bị|đây|nãy|vừa)
    (cứu|kíu|sos|help)
    giúp (với|gấp|mau|nhanh|em với|con với|cháu với|tôi với|mình với|ngay)
    (khẩn cấp|gấp lắm|gấp|nhanh lên|mau lên|nhanh giúp|mau giúp|đến nhanh|tới nhanh|tới liền)
    (kìa|ngay trước mặt|trước mặt)
    (right now|now|tonight|please help|help me|is hitting|is beating)
"""

QUESTIONS = """
    thì (mình|em|con|ta|tôi|cháu)? (phải|nên|cần)? (làm gì|làm sao|làm thế nào|xử lý|xử lí|sơ cứu|gọi ai|gọi số|sao|như thế nào)
    (làm sao|làm thế nào|làm gì|cách|cách nào|biện pháp|phương pháp) …. (phòng|phòng tránh|tránh|ngăn|dạy|để không|sơ cứu|khỏi bị|không bị|nhận biết|bảo vệ)
    (phòng chống|phòng ngừa|phòng tránh|để tránh|tránh bị)
    (sơ cứu|dấu hiệu|kỹ năng|kĩ năng|nguyên nhân|thống kê|tuyên truyền|tập huấn)
    (là gì|nghĩa là gì|là sao)
    (bị|có bị) (phạt|xử|xử phạt|xử lý|đi tù|tội|tù|truy tố)
    (luật|pháp luật|điều luật|quy định|hình phạt|mức phạt|phạm tội gì|tội gì|phạt bao nhiêu|bao nhiêu năm tù)
    (nếu|=lỡ|giả sử|khi|=nhỡ|gặp|trường hợp) …. (thì|phải làm|làm gì|làm sao|làm thế nào|nên|gọi ai|gọi số)
    khi (có )?(trẻ|trẻ em|ai|người|học sinh) …. (bị|có)
    (how to|what is|what should i do if|is it illegal)
"""

# Of whom one speaks in general: only then is a question about the wish to die a question in general.
ANYBODY = """
    (trẻ|trẻ em|người ta|người khác|ai đó|học sinh|con cái|thanh thiếu niên|tuổi dậy thì|children|someone)
"""

# The lie of a place or a mere possibility: a hazard, nothing has happened.
POSSIBLE = """
    (dễ|có thể|sợ|nguy cơ|nguy hiểm|suýt|có ngày|=lỡ|=nhỡ|kẻo|coi chừng|suýt nữa)
"""
HABIT = """
    (hay|thường|thường xuyên|mỗi lần|mỗi khi|hễ|lần nào|cứ|suốt|hoài|nhiều lần|thỉnh thoảng|đôi khi|đôi lúc|ngày nào|mỗi ngày)
"""
