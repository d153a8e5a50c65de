"""The phrases by which danger is told, in the language of patterns.py: for each signal, what it takes to be *now*.

A heading is `:: signal when cues`: any one of these cues of danger_context.py near a phrase makes it danger now; without
`when` it is now as it stands; `told` is never now. `unsaid` is danger of which the phrase does not say what it is.
"""

# One phrase a line, however long: a broken phrase could not be searched for.
# A bare word beside its "=marked" form is found without its marks in this company only: "=đập|dap".
# ruff: noqa: E501

from __future__ import annotations

_NOT = "(không|chưa|chẳng|chả|hổng|hông)"
_WHOM = "(con|cháu|em|e|bé|nó|tôi|tui|mình|tao|mẹ|má|ami|amĩ|bà|vợ|chị|anh|bạn|trẻ|thằng|đứa|nhỏ|tụi|bọn|chúng|người|adei|hai|mấy|tay|chân|cổ|tóc|đầu)"
_CHILD = "(con|cháu|em|e|bé|nó|bạn|trẻ|thằng|đứa|nhỏ|chị|tụi|mấy đứa|tao)"
_SMALL = "(bé|trẻ|đứa nhỏ|đứa bé|thằng bé|con bé|con nít|thằng cu|thằng nhỏ|con nhỏ|nhóc|tuổi|tháng|mấy đứa|hai đứa|ba đứa|lũ nhỏ|tụi nhỏ)"
_BLOWS = "(đánh|=đập|dap|quất|bóp cổ|=bóp|siết cổ|=dìm|dìm đầu|chém|=đấm|=nện|=phang|=vụt|=tẩn|=vả|=vã|=tát|=đạp|quật|tra tấn|bạo hành|hành hạ|hành hung|chích điện|dí điện|=đâm|=đá|túm tóc|nắm tóc|nắm đầu|kéo tóc|giật tóc|=dộng|=đục|choảng|quánh|=tạt|=rạch|nhấn đầu|bẻ cổ|bẻ tay|=quơ|=chọi|=ném)"
_ARMS = "(dao|rựa|búa|rìu|mã tấu|kiếm|súng|xà gạc|xà beng|cây mác|=nỏ|cái nỏ|cây nỏ|tuýp|ống tuýp|gậy sắt|cây sắt|=kéo|lưỡi lam|lựu đạn|quả đạn|đầu đạn|=đạn|gậy bóng chày|cuốc|xẻng|liềm|phảng|chai vỡ|gậy)"
_DRINKS = "(thuốc sâu|thuốc trừ sâu|thuốc diệt cỏ|thuốc cỏ|thuốc chuột|thuốc độc|thuốc rầy|thuốc ngủ|axit|xăng|dầu hỏa|dầu hoả|nước tẩy|hóa chất|hoá chất|lá ngón|bả chuột|chai thuốc|lọ thuốc)"
_WATER = "(sông|suối|hồ|ao|giếng|nước|kênh|mương|biển|cống|đập|đập tràn|thác|lu nước|xô nước|hồ bơi|hồ tưới|=hố)"
_DOOR = "(cửa|cánh cửa|cổng)"
_ROOM = "(phòng|nhà|kho|tủ|chuồng|toilet|wc|bếp|gốc|cột|giường|rẫy|chòi|gác|buồng|nhà vệ sinh|lán|thùng|xe|lầu|cũi|sàn|container|xưởng|trỏng|cây|hầm|lều|=lu|tầng|lò|nắng)"
_MOUTH = "(đòi|dọa|doạ|kêu|nói|=la|bảo|chửi|hăm|định|tính)"
_TOOK = "(=đưa|chở|=đón|=dẫn|=dắt|bắt|rước|=bồng|=ẵm|=bế|mang|kéo|giao)"
_FAR = "(biên giới|cửa khẩu|cam pu chia|=cam|trung quốc|lào|nước ngoài|miến điện|thái lan|qua biên|móng cái|lạng sơn|tây ninh|qua bển)"
_POISONED = "(ói|nôn|sùi bọt|co giật|lơ mơ|tím|không tỉnh|buồn ngủ|đau bụng|chóng mặt|bụng nóng|xỉu|nói nhảm|lịm|run)"

TOLD = f"""
:: unsaid
    cứu (lấy |giúp |giùm |dùm |mạng )?(con|cháu|em|tôi|tui|mình|tao|với|bé|nó|mẹ|má|bạn|tụi|chúng|e|chị|gấp|anh|ba)
    (cứu cứu|sos sos|ai đó cứu|kêu cứu từ)
    (làm ơn|xin) … (tới|đến|qua) (đây )?(ngay|liền|nhanh|gấp)
    (tới|đến|qua) (đây )?(ngay|liền|nhanh|lẹ) (giùm|giúp|đi|với|lên)
    (tới lẹ|lẹ lên|mau lên|nhanh lên) (đi|mấy|cô|chị|mọi người|giùm)
    (gọi|cần) … công an … (ngay|liền|giờ này|gấp)
    cấp cứu gấp
    {_NOT} (dám )?(nói to|gõ dài|nói lớn) (được|đâu)
    (đang nguy hiểm|không an toàn|nguy hiểm lắm)
    (giúp|cứu) … với … có ai {_NOT}
    (help|save) (me|us|my)
    (=trốn|=núp|=nấp|tron|nup) (trong|dưới|ngoài|sau) … (gầm|tủ|nhà vệ sinh|toilet|chuồng|bụi|rẫy|mương|bàn thờ|=lu|kho)
    (bị|đang) … =giữ … (nhà|ở|trong|bên|lại)
    (canh|gác) … {_NOT} (cho|được|ra)
    bị (=giữ|giu) (lại|ở|trong)
    {_NOT} biết (tỉnh|chỗ) nào
    (=kéo|=lôi|=bế|=bắt|keo|khiêng|=đẩy) … lên (xe|taxi|ô tô)
    (gọi|kêu) … {_NOT} (nghe |thấy )?(con |nó )?(thưa|trả lời)
:: unsaid when going
    (đi tìm|đi kiếm|=kiếm|=lùng|=rình|canh|=đợi|=chờ|=tìm) … (giết|đánh|xử|em|con|tụi|mẹ con|cháu|ami)
    (=lôi|=kéo|=xách|=túm|=nắm|=cột|=trói|=vây|bao vây|=chặn|=dí|=đè|=giữ|=ấn|=nhét|=tóm|vay danh) … {_WHOM}
    keo (con|em|chau|no|be)
    (=trốn|=núp|=nấp|tron|nup) … (trong|ngoài|dưới|sau|gầm|bụi|ở|trên|không)
:: unsaid when going just
    (khóa|khoá) (cửa|trái|ngoài|cổng)
    (cửa|cổng) (khóa|khoá|chốt|bị chèn)
    bị … =giữ
    (tắt máy|tắt định vị|thuê bao|gọi không được|không bắt máy)
    (bỏ nhà|bỏ đi|trốn đi|đi mất|xách balo đi|đi luôn)
:: unsaid when going due soon
    (khóa|khoá|đóng|chốt|khép) (cửa|phòng|trong|trái) … (phòng|gõ|một mình|với|thầy|chú|ông)
:: unsaid when going just due soon
    (tới|đến|qua|lại|lên) (=đón|=bồng|=ẵm|chở|rước) … {_CHILD}
    {_TOOK} … (lên xe|làm ăn|làm quán|làm việc|bán vé số|đi làm|nhà mới)
    (tới|đến|xuống|lên|lại) (=ẵm|=bồng|=bế|=đón|=gom|chở|bắt)
    (=theo|đi theo) (người ta|bà đó|người lạ|chị kia|ông đó)
    một mình
:: violence_now when going
    {_BLOWS}
    (tiếng|nghe) … (roi|bốp|chát|vút|vụt|đánh đập|=tát|thét|=đấm|đen đét|đập đồ|loảng xoảng|khóc thét)
    (=rượt|=đuổi|=đuổi theo|ruot|duoi theo) … {_WHOM}
    (bắt|=ép) … (quỳ|=liếm|ăn cỏ|quy xuong)
    (hit|hits|beat|beats|beating|hurting) (me|my|him|her|us|his)
    {_MOUTH} … (giết|=chém|chem)
    (đập phá|phá cửa|phá cổng|đập đồ|đập hết|=quậy|lên cơn)
    (=đập|dap|=đạp|=phá|=đá|=bổ|=chém|=cạy) … {_DOOR}
    (bắt nạt|lột đồ|lột áo|trấn lột|hội đồng)
    (lấy|cầm) … (roi|dây nịt|dây điện|thắt lưng|gậy|chổi|cây|dây|nhang|điếu) … (quất|đánh|dí|bắn|vụt|dập|chọc)
:: violence_now when due soon
    (=sẽ|lại|đòi|=hẹn|=chặn|bị|=là|về|=dọa|cho người|trùm mền) … (đánh|=đập|quất|=chém|giết|=xử|đánh chết|tính sổ|=đâm)
    (=hẹn|=chặn|chặn đường|=đợi|=chờ) … (em|con|cháu|tui|tụi|nó|ngoài cổng|cổng)
    (biết tay|tính sổ|xử cả|cho chết|mày chết|ăn đòn|bẻ cổ)
:: violence_now
    (=đập|=đạp|=phá|=đá|=bổ|=chém|=cạy|dap) … {_DOOR} … (đòi|dọa|kêu|nói|giết|xử|rầm|ầm|nát|tìm)
    (=đập|=đạp|=phá|=đá|=bổ|dap) (cánh )?cửa
    (cửa|cánh cửa) … (sắp bung|sắp sập|sắp bể|sắp vỡ|bung bản lề)
    {_NOT} (ngừng|dừng|dứt|buông) (tay|đánh|roi)
    (đánh|vây|rượt|đuổi|đạp|tát|đấm|quất|dìm|lôi) … kìa
    (đánh|quất|đập|vụt|đạp) … (tiếp|nữa rồi|hoài nãy giờ)
    (bị|tụi nó|nó|ổng|bả|ba|bố|mẹ|họ) … (đánh|đập) … (nè|kìa)
    (are|is|keeps) (hitting|beating|choking) (me|my|him|her|us|his)
    (is|are) going to kill (me|my|him|her|us)
    (sắp|đang) (vô|vào|lên|phá) (tới|được|cửa)
    (khóc|la|kêu) {_NOT} ra tiếng (nữa|luôn)
    (=quăng|=xô|=đẩy|=dộng|=vật|=liệng|=ném) … (=vô|=vào|xuống) (vách|tường|đất|nền|cột|sàn)
    tới lượt (con|em|tụi|mẹ)
    (=cầm|=xách|=vác) … (=cây|=roi|=gậy|dây nịt|dây điện|chổi) … (=đợi|=chờ|đứng|đi kiếm|=rượt|ngoài cửa|kiếm con|đòi)
    đang (đấm|đá|vụt|tát|nện|đập|dìm|đè|lôi|bóp|treo|chém|trói|nhốt|rờ|sờ|cởi|lột|đâm|quất|đánh|dần|tạt|rạch) … (con|em|cháu|nó|bé|thằng|mẹ|má|bạn|chị|đứa)
    (sắp|đòi) giết
:: weapon when going just due soon
    (=cầm|cam|=vác|=rút|=kề|=xách|xach|=giơ|lăm lăm|=mài|=dí|=chĩa|=lấy|mang|=múa|=lôi|=nhắm|=lắp|khoe|=nghịch|=gõ|=đập|=cưa|=giấu|=quơ|=vung) … {_ARMS}
:: weapon
    (=cầm|cam|=vác|=xách|xach|=giơ|=rút|=kề|=mài|=chĩa) … {_ARMS} … (đuổi|rượt|=dí|đòi|dọa|giết|đứng|ngoài|trước|đi kiếm|rình|vô cổ|vào cổ|nói|bảo|=đập|chặn|đi vòng|đi quanh|bổ|nhắm|vô|chờ|đợi|rồi|kìa|nè|ngồi)
    (kề|dí|chĩa) {_ARMS} … (cổ|mặt|đầu|con|cháu|em|mẹ)
    has a (knife|gun)
:: serious_injury
    (bất tỉnh|thoi thóp|hấp hối|nguy kịch|bất động|cứng đờ|mất ý thức)
    (không|hết|ngừng) thở (được|nữa|rồi)
    (gọi|kêu|lay|vỗ) (nó |bé |mãi |hoài |con |cháu )?{_NOT} (thấy )?(tỉnh|dậy|mở mắt|đáp|biết|nhúc nhích|phản ứng)
    (nằm im|=nằm) … {_NOT} (nhúc nhích|cử động|dậy|động đậy|cựa quậy|mở mắt|khóc|biết gì)
    (giờ|nó|bé) {_NOT} (nhúc nhích|cử động|cựa quậy|mở mắt)
    (chảy|=ra|mất) (máu )?… (máu )?(nhiều quá|nhiều lắm|không cầm|không ngừng|lênh láng)
    (=ra|chảy) nhiều máu
    máu … (không cầm|=phun|=tuôn|=ướt|=thấm|lênh láng|nhiều lắm|nhiều quá|quá trời|không ngừng)
    máu (chảy|=ra) (nhiều|quá|lắm|xuống|ướt)
    (mặt tím ngắt|tím ngắt cả|nằm … tím ngắt|tím tái|tím mặt|mặt tím|môi tím|tím môi|mềm oặt|mềm nhũn|trợn ngược|trợn lên|ngáp ngáp|rút lõm)
    (co giật|sùi bọt|lên cơn giật|trào bọt|ọc bọt)
    (xương lòi|lòi xương|thịt đỏ lòi|da bong|da tuột|bong da (tay|chân|mặt|lưng|người|hết|từng))
    (=máy|cưa|=xe|lô) … (cuốn|=cắn|=cán|=đè|nghiến) … (tay|chân|tóc|ngón)
    {_NOT} qua khỏi (rồi|đêm|được)
    (nằm|kẹt) dưới (bánh|gầm) xe
    is (unconscious|bleeding)
    (not|stopped) breathing
    (xe|máy cày|cây|tường|đá) … (=đè|lật đè) … (chân|tay|người|con|em|hai|bé|nó)
    (mê sảng|=lả đi)
:: serious_injury when going just
    (khó thở|ngất xỉu|=xỉu|=ngất|hôn mê|lơ mơ|li bì|=lịm|=lả|khò khè|thở không nổi|thở yếu|lạnh toát|nói sảng|sốt cao|sốt 40|không thở|tiêu chảy|nóng hầm hập|mắt trũng)
    (chảy|=ra|=phun|ói ra|ho ra) … máu
    (điện giật|giật điện)
    gãy … (tay|chân|xương|mắt)
    (rắn|ran) … cắn
    (=chó|=ong) … (=cắn|=chích)
    (bỏng|phỏng) (nặng|hết|khắp)
    (=đổ|=dội|=tạt|=trút|tat) … (nước sôi|cháo nóng|canh nóng)
    (=nuốt|=hóc) … (pin|xương|đồng xu|hạt|dị vật|kẹo)
    (=té|=rớt|=rơi|=ngã) … (cây|lầu|tầng|cầu thang)
    (xe|ô tô|xe tải|xe ben) … (=tông|=cán|=đụng|=quẹt)
    {_NOT} (cho|chịu|đưa|dám|ai) … (viện|đi trạm|chở đi|gọi xe|đi khám|chở)
    (=leo|=trèo|=đu) … (lan can|giàn giáo|trụ điện|mái|nóc|lầu|cột điện)
    (sắp|muốn) (=sập|=đổ)
    (chó dại|lở đất|sạt lở)
    (=đau|=sưng) … (quằn|dữ dội|tới|không đứng)
:: serious_injury
    (rắn|rắn lục|rắn hổ) … =cắn … (sưng|chân|rẫy|tay)
    (bị )?(điện giật|giật điện) … (nằm|dính|tím|rồi)
    (hóc|nghẹn|kẹt trong cổ) … (tím|không ra|không thở)
    {_NOT} (cho|chịu|đưa|chở) … (đi viện|đi bệnh viện|đi trạm|đi cấp cứu)
    (té|rớt|rơi|ngã) … (lầu|tầng|cây) … (nằm|bất|không)
    (xỉu|ngất) (rồi|luôn|mất|trong|giữa)
:: confined
    (=nhốt|=xích|=trói|=giam|=khóa|=khoá|=cột|nhot|troi|xich chan) … (trong|vào|vô|ở|ngoài|dưới|trên) … {_ROOM}
    (=nhốt|=xích|=trói|=giam|=khóa|=khoá|nhot|troi|khoa) … (từ|mấy ngày|# ngày|hai ngày|ba ngày|ba hôm|chưa|không cho|cả đêm nay|tới giờ|đến giờ)
    (khóa|khoá) (cửa )?(trái|ngoài)
    (khóa|khoá) … (còn|tụi nhỏ|con|em|bé) … (trong|ở trong)
    {_NOT} (cho|thoát|chạy|trốn) (con |em |nó |tụi |ai |tụi em |tui )?(ra|về) (ngoài|được|khỏi|cổng|quê|nhà)
    {_NOT} cho (con|em|cháu|tụi em|tụi con|tui|tôi|nó|e) (em )?(ra|về)
    (em|con|nó|e|cháu) {_NOT} ra (ngoài )?được
    (bị|giữ|nhốt|đòi|chủ) … {_NOT} cho (về|ra)
    chủ … {_NOT} cho (về|nghỉ)
    (còn|vẫn) (=trói|=nhốt|=cột|=xích|ở trỏng|ở trong đó|trong đó)
    (=cột|=trói|troi|cot) … (gốc|cột) … (từ|giờ|chưa|nắng|nguyên)
    locked (me|us|him|her|the) … (in|up)
    am locked in
    thò … tay … (xin|khe|song|cửa|kẽ)
    (có người|chó) … canh
    {_NOT} biết (đây|chỗ này|đang|là) … (ở đâu|tỉnh nào|chỗ nào|là đâu|đi đâu)
    bị còng
    (nhốt|=khóa|=trói) … {_NOT} (ra|về) (ngoài )?được
:: confined when going just
    (=nhốt|=xích|=trói|=giam|nhot|giam giu)
    (=cột|=trói|=buộc) … (cột|gốc|cây|tay|chân)
:: suicide
    {_NOT} (còn )?(muốn|thiết|thích) (sống|thức dậy|ở trên đời|tồn tại|thở|ở trên)
    (hết muốn|chán) sống
    (muốn|chỉ muốn|thà|đòi|dọa|định|=sẽ|tính|ước) (được )?(chết|tự tử|tự sát|=tự vẫn|nhảy lầu|nhảy cầu|nhảy sông|uống thuốc|biến mất)
    (vĩnh biệt|thư tuyệt mệnh|di chúc|kiếp sau|thư cuối|lá thư cuối)
    (uống|nuốt) (hết |cả |nguyên )(vỉ|lọ|vốc|nắm|mấy viên)
    (uống|nuốt) … (vỉ|nắm|vốc|lọ) … thuốc (rồi|của|gì|để)
    (uống|ăn) … (thuốc sâu|thuốc trừ sâu|lá ngón|thuốc cỏ|thuốc diệt cỏ|thuốc chuột) (rồi|xong|cho|để)
    (=đứng|=ngồi|=leo|dung) … (lan can|sân thượng|thành cầu|nóc nhà|trên cầu|bờ hồ|bờ đập|mép cầu|bờ vực|tầng #)
    (đừng|khỏi|không cần|=dừng) (ai )?(tìm|kiếm|cứu|gọi) (em|con|cháu|tôi|mình|e|tui|chị|nữa|dậy)
    đừng ai (tìm|cứu|kiếm|buồn|khóc|trách)
    đừng (tìm|cứu|kiếm) (em|con|cháu|tôi|mình|e|tui|nữa)
    (xin lỗi|xl) (ba má|bố mẹ|ba mẹ|cả nhà|mọi người)
    (lần cuối|ngày cuối|đêm cuối|trang cuối) (em viết|con viết|cháu viết|cùng|con làm phiền)
    (viết|nhắn|gặp) … lần cuối
    (em|con|cháu|tôi|mình|tui|e|tao) chết (đây|luôn|thật|trước)
    (muốn|=sẽ|định|để) (đi )?theo (mẹ|ngoại|bà|ông|ba|má|nội|em)
    (tạm biệt|bye) (cả nhà|mọi người|mày|thế giới|ba mẹ|bố mẹ|em thương)
    (chuẩn bị|=tính|=chọn) … (xong|hết) (rồi|hết rồi)
    (viết) … thư … (để lại|rồi|xong)
    (kết thúc|kết liễu|chấm dứt) (tất cả|hết|cuộc đời|cuộc sống|mọi chuyện|mọi thứ)
    biến mất khỏi (thế giới|cõi đời|đời)
    (chết|die) (đi )?(cho|quách) (ba|bố|mẹ|má|cả nhà|nhẹ|khỏi|xong)
    chết quách
    (=treo|=thắt|=cột) … (cổ|sợi dây|dây thừng|xà nhà)
    (để dành|gom|giấu|=hái|hái được|tìm) … (thuốc|lá ngón)
    ngủ … (khỏi dậy|không dậy|dài thôi|mãi mãi)
    (ở lại|ở lại nhé) (mạnh khỏe|vui|bình an)
    (chia|cho|trả|đem cho) hết (đồ|đồ chơi|tiền|sách)
    {_NOT} (còn )?(lý do|sức) … (sống|thở|ở lại|chờ)
    (want|going) to (die|kill myself|end my life)
    (kill myself|dont want to be here|don t want to be here)
    (sợi dây|dây) … (=cột|=buộc|=treo) (sẵn|rồi)
    (tin|tin nhắn|đêm|ngày|bữa) cuối (của|rồi|cùng|em|con)
    (từ )?mai (mẹ|ba|má|bố|cả nhà|không ai|mọi người|chị|anh) … (khỏi|thấy em|thấy con|thấy mình|không còn|không phải|không cần)
    mai (em|con|mình|tui|e|tôi) (không|hổng|hông) (còn|dậy|cần)
    {_NOT} … (=tới|=đến|thấy|qua) (được )?(ngày mai|sáng mai|ngày đó|nổi đêm nay|hết đêm nay)
    (gom|để dành) (đủ|được)
    (nhắn|nói|gửi) … với (mẹ|ba|má|bố|mẹ em|ba má) … (xin lỗi|thương)
    chết (rồi )?có (còn )?đau
    chọn (được|xong) (chỗ|cách|ngày|rồi)
    (=ngồi|=đứng|ẵm con ra) … (mép|bờ) (giếng|ao|hồ|vực|suối)
    (bỏ|cởi|để) dép … (bờ|cầu)
    wanna die
    nói … (đêm nay|tối nay) … (chết|thôi|đi)
:: suicide when going just due soon
    (tự tử|nhảy lầu|nhảy cầu|nhảy xuống|=tự vẫn)
    (em|con|cháu|mình|tôi|tui|nó|t|e|mk) (sẽ|sắp|phải|đi|đòi|muốn|là)? chết
    uống hết chai
    (em|con|cháu|tôi|mình|tui|e) … (làm thật|đi luôn|đi thật|ra đi|đi đây)
    (tối|đêm|nay) … (em|con|cháu|tôi|mình|tui|e) (=đi|=làm)
:: missing
    (=tìm|=kiếm|soi|tim) … {_NOT} (thấy|ra|được|gặp)
    {_NOT} (ai )?(biết|bik|rõ) (nó|bé|cháu|em|bạn|chị|thằng|con) … (ở đâu|đi đâu|đi đường)
    (đi|ở) đâu … {_NOT} (ai )?(biết|rõ)
    {_NOT} thấy (nó|bé|con|cháu|em|thằng|bạn|con tôi) … (đâu|về|ở nhà|ở trường)
    {_NOT} thấy (mẹ đâu|ba mẹ|bố mẹ|con đâu|nó đâu|cháu đâu|về nhà|về buôn)
    (từ|tới giờ|đến giờ|tới khuya|đêm qua) … chưa … (về|thấy)
    (mà|cháu|nó|em|con|bé|giờ|vẫn) chưa (thấy )?(về|có mặt|quay lại)
    bỏ (nhà|trốn) (ra )?đi (từ|rồi|hôm|hai|để|mất)
    (người lạ|xe lạ|ai đó|đàn bà lạ|người đàn bà|người đàn ông|có người|co nguoi la) … (=bắt|=kéo|=lôi|chở|=dẫn|=bế|=đón|bat|keo) … {_CHILD}
    (con|cháu|em|bé) (bị |đi |tôi |tui |gái |trai |nhà |út ){{1,6}}lạc (ở|mẹ|ba|rồi|đường)
    (lạc con|lạc mẹ|lạc ba|lạc ba mẹ) (ở|rồi|trong|giữa|ngoài)
    (có người|ai|họ|nó) bắt (mất )?(con|em|cháu) (em |con )?(tôi|tui|em|rồi|trai|gái)
    (mất tích|nó mất tiêu|bé mất tiêu|nó biến mất) (rồi|từ|ở|khỏi|sau|hai|ba|#)
    (trốn|bỏ) khỏi (trường|nhà|trung tâm)
    is missing
    mất từ (lúc|#|hồi)
    lạc mất (cháu|con|em|bé|nó)
    (soi|kêu|=tìm|đốt đuốc|kiếm) (khắp|ngoài)
    đi (khắp|hỏi khắp) … (xóm|buôn|rẫy|chợ)
    chưa (tìm|kiếm) (ra|thấy|được)
    {_NOT} có (tới|vô|đến) (lớp|trường)
    (em|con|cháu|bé|nó) =lạc rồi
    chưa … về … (khuya|tối rồi|trời tối|đêm rồi|# giờ|#h)
    (#h|# giờ|khuya|tối) … chưa (thấy )?về
    có (người|ông|chú|bà|cô|anh) … (đón|dắt|dẫn) (rồi|mất|đi mất)
    mất (bé|con|cháu|em|nó) rồi
    (bò|trâu|xe|dép) … (mà|còn) … {_NOT} (thấy )?(về|người)
    bị bắt cóc (rồi|mất|đi)
:: missing when going just
    (bị|đi|bé) … =lạc
    (mất tích|bắt cóc|biến mất|không liên lạc)
:: trafficking when going just due soon
    (bị|lừa|đem|sắp|đòi|dụ) … =bán
    {_TOOK} … (=qua|=sang|đi|lên|tới|gần|ra) … {_FAR}
    (=đang|=còn|=bị|ở) … (bên|qua|tại|sang|ở) … {_FAR}
    (=bán|=mua|giao) (em bé|con|cháu|đứa|đứa nhỏ|nó) … (cho|người)
    (tới|đến|lại|lên|viện) (=bồng|=ẵm)
    (chuộc|tiền chuộc|môi giới|buôn người|nhận cọc|nhận tiền rồi|lừa đảo)
    (có|xe) … (=đón|chở) … {_CHILD}
    (=đưa|=giao|=trả|=nhận) … (tiền|triệu) … (=bế|=bồng|=ẵm|=dắt|đem|đi|giao)
    =bán … (đứa|con|em|bé|cháu)
    có (người|xe) … đón
:: trafficking
    (đang|còn|giữ) … (ở |bên |trên xe |qua ){{1,6}}{_FAR}
    (đòi|chuộc) … (triệu|tiền) … (chuộc|mới cho về|mới thả)
    (bị bán rồi|sắp bị bán|bán em rồi|bán nó rồi)
    (xe chạy|chở) … (đi đâu không biết|không biết đi đâu|ngược đường|không dừng)
    (em|con|cháu|e|mình|tôi) bị (lừa bán|lừa|dụ|bán) … (qua|sang|ở|bên) … {_FAR}
:: trafficking when told
    (=rủ|dụ|=hứa|mời|tuyển|lừa|=đưa) … (qua|=sang|đi) … {_FAR}
    (việc nhẹ lương cao|việc nhẹ|lương # triệu)
    (hỏi|xin|đòi|muốn) (mua|thuê) (em|con|cháu|đứa|bé|đẻ)
    (mua bán|buôn bán|buôn|=bán) (trẻ|người|con nít|trẻ em)
    bị (lừa )?=bán (làm|=sang|qua|cho|vô|vào|mấy|đi)
    (lừa|dụ) =bán
:: drowning when told
    (suýt|xém|mém) (nữa )?(chết đuối|đuối|chìm|đuối nước)
    (chết|mất vì|mất do|bị) đuối
    (mất|chết) dưới (hồ|suối|sông|ao)
:: suicide when told
    (tự tử|tự vẫn) (hụt|không thành|rồi|một lần)
    (từng|định|tính|muốn) (tự tử|tự vẫn|nhảy cầu|uống thuốc)
:: drowning
    (=té|=rớt|=lọt|=sa|=rơi|=ngã|te|lot|rot) (xuống )?(sông|suối|hồ|ao|giếng|mương|kênh|gieng)
    (=chìm|=trôi|hụt chân|bị cuốn|chim) (rồi|mất|dưới|xuống|đi|ngoài|chỗ)
    (=chìm) … (hồ|suối|sông|nước|rồi)
    (nước|lũ|sóng) … cuốn (đi|mất|rồi|trôi|con|em|nó|xuống)
    (đuối nước|chết đuối) (ai|rồi|ở|ngoài|kìa|cứu)
    (mới|vừa|đã) … vớt … (lên|dưới|từ)
    vớt (nó |lên |từ )… (không|tím|bụng|lên rồi mà|chưa)
    (thuyền|ghe|đò|xuồng) … (lật|=chìm)
    (=lật|=chìm|lat) (thuyền|ghe|đò|xuồng)
    (=chới với|úp mặt xuống|ú ớ dưới|nằm im dưới)
    chưa (thấy )?(lên|nổi)
    (is|are) drowning
    fell (in|into) the (lake|river|reservoir|well|water)
    (trượt|sụt|hụt) chân … (=xuống|=hồ|=suối)
    nước (=lên|ngập|dâng) tới (cổ|ngực|bụng|sàn|nóc|mái)
    (=ôm|=bám) … (gốc cây|cành|rễ|cọng|dây|phao) … (suối|nước|hồ|sông|giếng)
    (một|#|hai) đứa (bị cuốn|=chìm|mất|chưa)
    (dép|nón|mũ|cặp|phao) … nổi
    (chưa|không) thấy (nó|bé|đứa nào|đứa kia)? (=ngoi|=lên|=nổi)
:: drowning when going
    (đuối nước|chết đuối|=chìm)
    (=tắm|=bơi|=lội|=nhảy|=chèo|=lặn|=mò|boi|loi) … {_WATER}
    (=bò|chơi|lò dò|=leo|quanh) … (=giếng|=ao|bờ ao|=hồ|miệng|=đập|=ngầm|mép nước|=suối)
    (xả lũ|xả đập|xả nước|nước lên|lũ lên|nước xiết|nước xoáy|chảy xiết|lên nhanh|hú còi)
    (=vớt|vot len)
:: abandoned_infant
    (sơ sinh|mới đẻ|mới sinh|đỏ hỏn|dây rốn|cuống rốn) … (=bỏ|để trong|để trước|=vứt|=nằm|trong|trước|ngoài|bo|bọc)
    (=bỏ|=để|=vứt|=nhét|ai để) … (sơ sinh|mới đẻ|mới sinh|đỏ hỏn|em bé)
    (có|nhặt được|thấy) … (em bé|bé|đứa bé|con nít) … (bỏ rơi|bỏ ngoài|bị bỏ|trước cổng|trong thùng|bụi)
    nhặt được … (bé|trẻ)
    {_SMALL} … (ở nhà|nằm|ngủ|ở|ngồi|trên rẫy|khóc) (trong phòng |ở nhà |trong nhà trọ )?(có )?một mình
    (bỏ|để) … {_SMALL} … một mình
    (thùng giấy|thùng xốp|thùng mì|cái giỏ|túi nilon) … (khóc|cổng|bờ|trước|oe)
    newborn
    {_SMALL} … (đứng|ngồi|=bò|nằm|ngủ) … (quốc lộ|ngã tư|giữa đường|ra đường|bãi rác|nghĩa địa|hành lang|bìa các tông|ghế đá|bụi)
    (rốn chưa rụng|còn dây rốn|còn cuống rốn|còn nguyên dây rốn)
    (bụi|lùm|thùng|rẫy) … tiếng … (con nít|em bé|trẻ con|khóc|oe)
    {_SMALL} … (đứng|ngồi|=bò|nằm|ở) một mình
:: abandoned_infant when going just due soon
    ({_NOT} (có )?(ai coi|người lớn|ai trông|có ai|ai ở nhà))
    (=bỏ|=để) … (ở nhà|ngoài|trong phòng)
    bỏ lại
    khóc … (khản tiếng|ngằn ngặt|khát|đói|=lả|im)
    (mẹ|ba|bố|má|cha) (nó |bé |em )?(=bỏ|=đi) … (chưa|không) (thấy )?(về|quay lại)
:: fire_poison
    (uống|=nuốt|ăn|hút|=hít|=tu) (nhầm |phải |lộn |cả |hết |trúng |xong )?(chai |vỉ |nắm |lọ )?{_DRINKS}
    (uống|nuốt|ăn|hút) (nhầm|lộn|trúng) … (rồi|ói|sùi|giờ|thuốc|chai)
    ăn nấm … {_POISONED}
    (nuốt|uống|ăn|hút|nhai|hít) … (giờ|xong|rồi) … {_POISONED}
    (=cháy) (nhà|phòng|bếp|lớn|to|rừng|áo|rồi)
    (chay nha|chay phong)
    (nhà|phòng|bếp|trọ|lớp|rẫy) … =cháy
    (bốc cháy|lửa cháy|phát nổ)
    (=tưới|=đổ|=tạt|=hất|tuoi) (xăng|dầu)
    xăng … (quẹt|bật lửa|đốt)
    (mùi|=mở|=rò|mo van|van) … gas
    gas (nồng|nặc|xì)
    (bình gas|bình ga) … (xì|nổ)
    (đốt than|sưởi than) … (phòng|không dậy|mềm|lơ mơ|nhức đầu)
    uống nước (rửa|tẩy|lau|javen|thông)
    (=cắn|=nhai) … thuốc
    (nhà|phòng|bếp) … khói (ra|đen|bốc|mù|nghịt|khét)
    nuốt … pin
    (nhà|phòng|bếp|trọ) (đang|bị) cháy … (kẹt|còn|trong|bé|con)
    đang cháy … (kẹt|còn|mà|trong)
:: fire_poison when going just
    (=uống|=nuốt|=ăn|=hút|=hít|uong) … (=thuốc|=viên|=trái|=nấm|pod|vape|=bóng|keo|=lá|thuoc)
    (ngộ độc|trúng độc|=sặc|ngạt khói|xịt thuốc|phun thuốc|hóa chất|hoá chất|thuốc sâu|xây xẩm)
    (=cháy|nổ cái|=nổ … (đùng|tay|mặt)|bén lửa|bén tới|bén qua|xẹt lửa|dây điện đứt|tóe lửa|thuốc pháo)
:: sexual_assault_now when going due soon
    (=hiếp|hiếp dâm|cưỡng hiếp|xâm hại|sàm sỡ|giở trò|=sờ|sờ mó|sờ soạng|=cởi|=lột|dâm ô|làm bậy|làm chuyện đó|chuyện bậy|lam bay)
    ngủ (với|cùng|chung|với bố)
    (=kéo|=lôi|=dụ|=dìu|chở|bắt|=ép|ep) … (vào phòng|vô phòng|nhà nghỉ|khách sạn|lên giường|vô buồng|vô chòi|vào bụi|cởi|lô cao su)
    (ở|=vô|vào|mò vào|xuống) … (phòng|buồng|mùng|giường) … (con|cháu|em|nó|với)
    (nhà nghỉ|khách sạn)
    (ôm cứng|ôm chặt|=đè|bịt miệng|chuốc say|cởi đồ|cởi áo|cởi quần|kéo quần)
    (ngủ|nằm) (với|chung|cùng|lại|nhờ|ké|kế bên)
    (mò vô|mò vào|mò nó|mò lên|mò qua)
    (=dắt|=khiêng|=bế|=dìu|=kéo|=lôi) … (=vô|=vào|lên) (phòng|nhà vệ sinh|nhà nghỉ|lán|chòi|buồng|ks|bụi)
    không cho … mặc
:: sexual_assault_now
    (=vô|vào|mò vào) (phòng|buồng|mùng) (con|cháu|em|nó) (rồi|nữa|kìa)
    gõ … (không mở|chưa mở|không ai mở)
    lại (=vô|=vào|mò) … (giường|mùng|phòng|buồng) (con|em|cháu)
    (=dắt|=khiêng|=bế|=dìu|=kéo|=lôi) … (=vô|=vào|lên) (phòng|nhà vệ sinh|nhà nghỉ|lán|chòi|buồng|ks|bụi) … (khóa|khoá|đóng|rồi|chốt)
    (=vừa|=mới) … (=kéo|=lôi|=dắt|=chở) … (bụi|phòng|nhà nghỉ|chòi|lô cao su)
:: forced_marriage_now when due going
    (=cưới|đám cưới|rước dâu|đón dâu|ruoc dau|=rước|lấy chồng|làm vợ|bắt vợ|kéo vợ|bắt chồng|=gả|nhà trai|lễ hỏi|cột tay|làm lễ|nhà chồng|cúng ma|nhập ma|đặt rượu|đãi khách|dựng rạp|deo vòng|đeo vòng|trao vòng|dam cuoi|làm lý|bên kia qua|nhà người ta|thách cưới|váy cô dâu|áo cưới|áo cô dâu|nhà gái|bị ga|ngay cuoi|ăn hỏi|thầy mo|cô dâu)
:: forced_marriage_now when going just due
    (bắt|=kéo|=cướp|bi keo) … (vợ|về làm vợ|về nhà trai|nhà trai)
    (=giữ|=nhốt|giu) … (nhà trai|nhà chồng|làm vợ|nhà nó)
:: forced_marriage_now
    (rạp|heo|rượu) … (dựng|mổ|cột|trói|cắt tiết) (sẵn|rồi)
    (vừa|mới) … (kéo|bắt) … (vợ|lên xe máy)
    xe hoa
    bắt vợ rồi
"""
