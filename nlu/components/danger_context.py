"""What turns a phrase of danger into something else: figures of speech, denials, time, questions, good endings."""

# One phrase a line, however long: a broken phrase could not be searched for.
# ruff: noqa: E501

from __future__ import annotations

# Blotted out before anything is read.
FIGURES = """
    (mệt|đói|nóng|lạnh|rét|ngại|nhục|xấu hổ|quê|cười|vui|ngon|đẹp|đắt|bận|khát|ngứa|no|sướng|tức|nhớ|thương|yêu|ham|thèm|mê|cay|chua|mặn|ồn|hôi|thối|thúi|bực|ghét|buồn ngủ|buồn cười|đau bụng|mỏi|lười|kẹt xe|nghèo|đông|tê|run|dễ thương|xinh|mắc cười) (gần |muốn |sắp |đến |quá |như |em )?(muốn )?chết (đi được|luôn|mất|người|được|mồ|bà|đi)
    (mệt|đói|nóng|lạnh|rét|ngại|nhục|xấu hổ|quê|cười|vui|ngon|đẹp|đắt|bận|khát|ngứa|no|sướng|tức|nhớ|thương|yêu|ham|thèm|mê|cay|chua|mặn|ồn|hôi|thối|thúi|bực|ghét|buồn ngủ|buồn cười|đau bụng|mỏi|lười|kẹt xe|nghèo|đông|tê|run|dễ thương|xinh|mắc cười|bài tập|học bài|học|làm bài|thi|nhiều bài|nhiều|khó|dở|dài|giật|nhức đầu|đau răng|đau răng khôn|cả bụng) (gần |muốn |sắp |đến |quá |như |em )?(muốn )?chết
    (sợ|lo|run) (gần |muốn |sắp |đến )?chết (đi được|luôn|khiếp|mất)
    (đau|muốn) (muốn )?chết (luôn|với|mất) (hôm|mấy|á)
    chết (cười|dở|tiệt|mê|thèm|máy|đứng|rồi quên|cha|mồ|bà|nguồn|tươi)
    muốn chết với
    (tới mức|đến mức|tới nỗi|đến nỗi) muốn chết
    (game|liên quân|free fire|pubg|trận|boss|nhân vật|ma sói) …. (chết|giết|đánh|bắn|chém|đâm|súng|dao|treo cổ)
    (đánh|bị đánh|chém|bắn) …. (game|liên quân|boss|trong phim)
    (phim|truyện|tiểu thuyết) …. (chết|giết|đánh|bắn|chém|đâm|tự tử|bắt cóc|nhốt)
    giết thời gian
    (đánh răng|đánh bài|đánh đàn|đánh giá|đánh vần|đánh máy|đánh cầu|đánh cờ|đánh phấn|đánh bóng|đánh thức|đánh dấu|đánh rơi|đánh mất|đánh cá|đánh lô|đánh số|đánh trống|đánh son|đánh đề|đánh chữ|đánh liều|đánh bạo|đánh bắt|sét đánh|đánh hơi|đánh vecni|đánh ghen|đánh giặc|đánh đổi)
    (đập hộp|đập heo|hồ đập|bờ đập|con đập|thân đập|mặt đập|cửa đập|đập nước|đập thủy điện|đập thuỷ điện|đập tràn|xả đập|xuống đập|cái đập|=ở đập|gần đập|tim đập|tim … đập|nhịp đập)
    (cháy túi|cháy hàng|cháy vé|cháy phố|cháy máy|cháy hết mình|cháy rồi cháy rồi … cháy túi)
    (đá banh|đá bóng|đá gà|bắn gà|đấm bốc|đá cầu|đá phạt)
    (trôi chảy|thời gian trôi|ngày trôi|chìm vào giấc|chìm đắm)
    bị … (đánh thức|đánh giá|đánh rớt|đánh trượt)
    (đẹp trai|dễ thương) … chết
    (vợ|chồng) sắp cưới
    đồ bỏ đi
    chết (vì (cười|đẹp|đói|ngại|nóng|rét|no)|chìm trong)
    (wifi|mạng|máy|điện thoại|pin|xe|cây|cá|heo|gà|vịt|bò|con mèo|con chó) (nhà )?(tui |tôi |em )?(uống nhầm|chết|đang đánh|đang cắn)
    (dao|súng|kiếm|gậy) (nhựa|đồ chơi|nước|cao su)
    nghe muốn tự tử
    trong tim (ổng|bả|em|anh|ông ấy|bà ấy)
    từng (đứa|nhát|roi|tiếng|chữ|người|cái|ngày|chút|lần|câu|bước|miếng|cục|đường|cây)
    từ (năm|tháng|tết|hồi|lớp|nhỏ|bé|khi|tuần|mùa|hè) …. (tới|đến) (giờ|nay|bây giờ|h)
    (ra|ngoài|giữa|trên|dọc|qua) đang
    mai mốt
    (kẹo kéo|giữ (em má|tên|trẻ|xe|liên lạc|bí mật|im lặng|em cho|em nhỏ)|ở nhà (giữ|trông|coi) em)
    (trâu|bò|chó|mèo|dê) (nhà )?(tôi|tui|em|mình)? (bị )?(lạc|bắt trộm)
    (rớt|rơi) (điện thoại|máy|dép|cặp|xe|cái) … xuống
    (nhang|đống lửa|củi|than|điếu thuốc) đang cháy
    (giờ|h|nay|bây giờ|tới giờ|đến giờ) (này )?(vẫn |còn |vẫn còn )(u|sưng|bầm|đau|ê|sẹo|thâm|=tím|=ù|run|sợ|ám ảnh|giật mình|nhớ|dấu|vết|lằn|bầm tím|mở|rát|nhói|buồn|giận|ngại|khóc)
    đang (học|tuổi|nuôi|mang thai|mang bầu|có bầu|tính|định|nghĩ|suy nghĩ|lo|cần|muốn|tìm hiểu|xin|yêu|quen|giận|buồn|hỏi|làm việc|làm công|làm bài|làm hồ sơ|làm ăn|sống|ở với|ở trọ|ở ký túc|ở nội trú|ở nhà dì|ở nhà ngoại|ở nhà nội|ở nhà bà|ở trung tâm|ở đồn|ở công an|ở bệnh viện|ở viện|ở mái ấm|ở trường|điều trị|nằm viện|bó bột|ôn thi|mở|đi học|đi làm|phân vân|rối|băn khoăn|viết|soạn|chuẩn bị|tuổi lớn|xử lý|giữ hồ sơ|bàn|nhắn|xem|trực|thi hành)
    (đám ma|đám tang|đám giỗ|danh sách|danh mục|danh dự|ẩn danh|nặc danh|danh bạ|tất cả|tất nhiên|tất bật|đạp xe|xe đạp|chém gió|sơ cứu|nghiên cứu|cứu hộ|cứu trợ|xe cứu thương|cấp cứu thành công)
    cứu …. (bài|toán|deadline|thi|game|điểm|mèo|ế)
    (ăn hiếp|ức hiếp|hà hiếp)
    (để|cách|biết|kịp|người|giải|được) cứu
    (trói buộc|tát nước|đấm lưng|đâm ra|đâm đầu|đâm lo|đâm sợ|đâm chán|đạp trúng|đạp phải|đạp đinh|đạp mảnh|đạp lên)
    đánh (hụt|nhau đâu)
    bắt cóc … (trái tim|người ngoài hành tinh|trái đất|con mèo|con chó)
    (bánh|hoa|tranh|máy|xe|bóng|pin|lửa) cứu
"""

# Stands right before what it denies.
DENIALS = """
    (không|chưa|chẳng|chả|hổng|đâu|không phải|chưa phải|đâu có) (có )?(hề |bao giờ |từng |còn |ai |có ai |phải |phải là |bị |dám |nỡ |thèm |cần |muốn (ai )?|cho ai |đứa nào |dám )?(bị |tới mức |đến mức )?
    (không|chưa) (có )?(ý|ý định|nghĩ tới|nghĩ đến|nghĩ)
    (hết|thôi|khỏi|đừng|bớt) (còn )?(bị )?
    (phòng|ngừa|tránh|ngăn|=chống|phòng chống) (bị )?
    (không|chưa|chẳng|hổng) (còn )?bị (ai|chủ|ba|bố|mẹ|má|thầy|cô|ổng|chồng|ông|bà|nó|bạn)
    (không|chưa|chẳng|hổng) (phải|bao giờ|từng) (là )?(em|e|con|mình|cháu|tôi)? (nghĩ (tới|đến) )?(chuyện )?(muốn)?
    (không|chẳng|chưa|chả) (có )?(ai |người nào |ông |bà |bố |mẹ |ba |má |thầy |cô |thấy |nghe |nghe ai )(nào )?(bị |có |ai )?
    (not|never|nobody|don.t|no longer)
"""

# It nearly happened, it might, it is only feared, or it is made up.
UNREAL = """
    (suýt|suýt nữa|xém|xém nữa|=tí nữa thì|chút nữa thì|hụt|tưởng|tưởng là|cứ tưởng|ngỡ|mơ|mơ thấy|nằm mơ|ác mộng)
    (dễ|có thể|có ngày|=lỡ|=nhỡ|kẻo|coi chừng|lo|e là|=sợ|sợ rồi|sợ có|sợ sau này|sợ mai mốt|nguy cơ|nguy hiểm)
    (nếu|nếu như|giả sử|giả dụ|hễ|ví dụ|lỡ mà|nhỡ mà|nhỡ đâu|lỡ đâu|if)
    (bé|nó|con|cháu|bạn|ngoại|mẹ) kể
    (tại sao|vì sao|sao lại|như thể|giống như|cảm giác như|như là|y như|ước gì)
    (dọa|doạ|hù)
"""

# Told to be believed by nobody, or read, seen, acted, taught: counts for the whole message.
UNTRUE = """
    (kkk|kk|kaka|haha|hahaha|hihihi|hehe|hehehe|lol|lololol|=giỡn|=đùa|bịa|trêu|troll|cá tháng tư)
    (ahihi|hành tinh|truyện cổ|truyện tấm|chứng khoán|liên quân|free fire|minecraft|doraemon|ma sói|tiktok giật)
    (tiểu luận|chuyên đề|buổi nói chuyện|nhóm nòng cốt|góc chia sẻ|tuyên truyền|tập huấn|tờ rơi|bài thu hoạch|luận văn|thuyết trình|tập làm văn|chuyện ma|họp phụ huynh|họp buôn|họp thôn|đề thi|ra đề|vở kịch|tình huống giả định|diễn tập|đóng kịch|đóng vai)
    (xem|coi) (trên |ở )?(phim|tivi|ti vi|tv|truyền hình|thời sự|vtv|báo|tin tức|youtube)
    (đọc báo|đọc truyện|báo đăng|trên báo|trên tivi|trên tv|tin tức)
    tin giả
"""

# Of the past; "sáng nay" and "hôm qua" are in LATELY.
PAST = """
    (hồi|lúc|khi|thuở) (còn )?(nhỏ|bé|trước|xưa|đó|ấy|lớp|cấp|đi học|mẫu giáo|học|hè|tết|năm|tháng|mới|mùa|ở|con|em|cháu|tui|tôi|bố|ba|mẹ|má|giữa|cuối|đầu|#)
    (năm|tháng|tuần|đợt|lần|hôm|bữa|kỳ|mùa|hè|tết) (ngoái|trước|kia|nọ|đó|xưa|ấy|hổm|vừa rồi|tết|giỗ|rằm|khai giảng|lễ|mùng)
    (năm|tháng|tuần|hôm|đợt|hè|tết) rồi
    (từ|hồi) hôm (thằng|con|bạn|đó|bị)
    (chủ nhật|thứ hai|thứ ba|thứ tư|thứ năm|thứ sáu|thứ bảy|thứ #|chiều|tối|sáng|đêm|trưa) (tuần )?(tuần rồi|trước|kia|hôm trước|hôm kia|hôm đó|hôm ấy|bữa trước|bữa đó|đó)
    (hôm|bữa) (chủ nhật|thứ|mùng|bữa|bị|em|con|đi|mưa)
    (ngày|đời|thời) xưa
    (trước đây|trước kia|trước giờ|xưa kia|khi xưa|dạo đó|dạo trước|đợt đó|hồi đó|hồi nẳm|hồi xửa|lúc đó|khi đó)
    cách đây
    (mấy|hai|ba|vài|nhiều|bốn|năm|chục|#) (năm|tháng|tuần) (trước|rồi|về trước|qua|liền)
    (đã từng|từng|có lần|có hôm|có bữa|có dạo|một lần|lần gần nhất|lần đó)
    (năm|lớp) (lớp )?# (em|con|cháu|tôi|mình|tui)
    (năm|từ năm|từ hồi) (lớp )?#
    (đầu|cuối|giữa) (năm|tháng|tuần|hè)
    (năm|lúc) (em|con|cháu|tôi|mình|nó) # tuổi
    (last (year|week|month)|years ago|when i was|used to)
"""
LATELY = """
    (hôm qua|hôm kia|hôm bữa|bữa qua|bữa kia|hôm nọ)
    (đêm|tối|chiều|sáng|trưa) (hôm )?(qua|kia)
    (last night|yesterday)
"""

# It is going on: in the same clause.
GOING = """
    đang
    (giờ|bây giờ|hiện|hiện giờ) (này )?(vẫn|còn|chưa|đang|nó đang|ổng đang)
    h (vẫn|đang|chưa|còn)
    (vẫn|vẫn còn) (đang|bị|tiếp tục|chưa|đánh|ở|trong|nằm|khóc|kẹt|la|cầm|đứng|chửi|nhốt|giữ|trói)
    =còn (đang|kẹt|ở trong|ở trỏng|nằm|trong đó|đứng|cầm|khóc|đánh|ở bển|ở bên|ở trên|bên trong|ngồi)
    (lúc này|ngay lúc này|ngay bây giờ|giờ này|liền bây giờ)
    (tiếp tục|đánh tiếp|đi kiếm … tiếp)
    (is hitting|is beating|right now)
"""
# Said by one who stands by: counts for the whole sentence.
PRESSING = """
    (nãy giờ|nảy giờ|từ nãy|nãy tới giờ|nãy đến giờ)
    từ …. (tới|đến) (giờ|nay|bây giờ|h|tận giờ)
    từ (hôm qua|tối qua|đêm qua|hôm kia|trưa|chiều|sáng)
    (chưa|không chịu|chưa chịu) (thả|dừng|ngừng|ngưng|dứt|buông|=tha|cởi trói|ngớt|đánh xong|thôi đánh)
    không (thả|buông|ngưng tay)
    =kìa
    (cứu|kêu cứu|sos|help)
    giúp (với|gấp|mau|nhanh|em với|con với|cháu với|tôi với|mình với|ngay|tui với|e với)
    (khẩn cấp|gấp lắm|gấp gấp|nhanh lên|mau lên|lẹ lên|lẹ giúp|nhanh giúp|mau giúp|nhanh giùm|lẹ giùm|=lẹ đi)
    (tới|đến|qua|lại|xuống|vô|vào|gọi) (đây |giúp |giùm )?(liền|ngay|nhanh|lẹ|gấp|mau)
    (=cản|=can) (không|chẳng|hổng) (nổi|được)
    (không|hổng|chẳng|chưa) (ai )?(dám|=cản|=can) (can|cản|nổi|vô|vào|qua|sang|lại gần|gõ|đụng)
    (không|hổng) (=cản|=can|kịp) (nổi|được|về)
    (please help|help me)
"""
# It has just happened, or the talk is of this hour.
JUST = """
    (vừa|vừa mới|mới vừa)
    mới (bị|đây|nãy|vừa|xong|hồi|vớt|bế|uống|ăn|nuốt|kéo|té|rớt|đi|phát hiện|thấy)
    (hồi nãy|khi nãy|lúc nãy|ban nãy|nãy)
    (giờ|bây giờ|hiện giờ|hiện tại|h)
    (sáng nay|hồi sáng|hồi trưa|hồi chiều|hồi tối|trưa nay|chiều nay|tối nay|đêm nay|hôm nay)
    từ (hôm qua|tối qua|đêm qua|sáng|trưa|chiều|tối|hôm kia)
"""
# It is due within hours.
DUE = """
    (tối|đêm|chiều|trưa|khuya) nay
    (sáng|ngày|chiều|trưa|tối|đêm|hôm|sớm|sáng sớm|khuya) mai
    mai (là|#|nó|họ|cưới|rước|đi|người|bên|nhà|mốt)
    (từ|qua|đến|tới) mai
    mai
    (lát nữa|chút nữa|tí nữa|xíu nữa|tý nữa|=lát|=tí)
    # (phút|tiếng|giờ|ngày) nữa
    (hai|ba|nửa|mấy|vài) (phút|tiếng|giờ|ngày) nữa
    (# giờ|#h) (sáng |tối |chiều |trưa )?(nay|mai)
    (tan học|ra chơi này|ra về)
    tonight
"""

# It is near, without saying how near.
SOON = """
    (sắp|sắp tới|sửa soạn|chuẩn bị)
"""

HABIT = """
    (hay|thường|thường xuyên|mỗi lần|mỗi khi|hễ|lần nào|suốt|hoài|nhiều lần|thỉnh thoảng|đôi khi|đôi lúc|ngày nào|mỗi ngày|bữa nào|đêm nào|tối nào|hôm nào|tuần nào|tháng nào|ngày ngày|từ nhỏ|xưa giờ|trước giờ|lâu lâu|cứ|toàn|chuyên|quen rồi|lúc nào cũng|mỗi tuần|mỗi tối|mỗi đêm|sáng nào|trưa nào|chiều nào|buổi nào|lúc nào|có khi|có lúc|đủ kiểu|dạo này|lâu nay|bấy lâu)
"""

QUESTIONS = """
    thì (mình|em|con|ta|tôi|cháu)? (phải|nên|cần|có)? (làm gì|làm sao|làm thế nào|xử lý|xử lí|xử trí|sơ cứu|gọi ai|gọi số|sao|như thế nào|nên nói gì)
    (làm sao|làm thế nào|làm gì|cách|cách nào|biện pháp|phương pháp) …. (phòng|phòng tránh|tránh|ngăn|dạy|để không|sơ cứu|khỏi bị|không bị|nhận biết|bảo vệ)
    (phòng chống|phòng ngừa|phòng tránh|để tránh|tránh bị)
    (soạn|viết) bài
    còn được … không
    (làm giấy|xin giấy|nhận con nuôi|nhận nuôi|nộp đâu)
    (cách|dạy) (cứu|sơ cứu|phòng|bé|con|trẻ|phát hiện|nhận ra|nhận biết|xử lý|xử trí)
    (sơ cứu|dấu hiệu|kỹ năng|kĩ năng|nguyên nhân|thống kê|tuyên truyền|tập huấn)
    (là gì|nghĩa là gì|là sao|hỏi để biết|hỏi cho biết|hỏi thăm|thắc mắc|hỏi luật)
    (bị|có bị|có) (phạt|xử|xử phạt|xử lý|đi tù|tội|tù|truy tố|phạm pháp|phạm luật|kiện|khởi tố)
    (phạm pháp|phạm tội|vi phạm|trái luật)
    (luật|pháp luật|điều luật|quy định|hình phạt|mức phạt|phạm tội gì|tội gì|phạt bao nhiêu|bao nhiêu năm tù|bảo hiểm|hưởng|trợ cấp|chế độ|khai sinh|thủ tục|giám hộ|mai táng|khuyết tật|học bạ|vụ án|thi hành án|tòa|toà)
    (nếu|=lỡ|giả sử|=nhỡ|gặp|trường hợp|ví dụ) …. (thì|phải làm|làm gì|làm sao|làm thế nào|nên|gọi ai|gọi số)
    (khi|thấy) (có )?(trẻ|trẻ em|ai|người|học sinh|trẻ con) …. (bị|có)
    (số|gọi) (nào|mấy) (gọi )?khi
    (trẻ|trẻ em|người) (bị )?(bỏ rơi|đuối nước|mất tích|đi lạc|bị bạo hành|xâm hại) (thì|mà)
    (báo|kể|nhắn|gửi|gọi|nộp) (hồi|hôm|bữa|từ|lần trước|tuần|vụ)
    (em|con|tôi|tui|mình|cháu|tui) báo
    vụ (bé|em|con|cháu|đứa|thằng|bạn|đó|hôm|bữa)
    (how to|what is|what should i do if|is it illegal)
"""

# Of whom one speaks in general: only then is a question about the wish to die a question in general.
ANYBODY = """
    (trẻ|trẻ em|người ta|người khác|ai đó|học sinh|con cái|thanh thiếu niên|tuổi dậy thì|có người|có ai|có bạn|bạn nào|một bạn|một người|các em|các cháu|đứa từng|children|someone)
"""

# It ended, well or ill, or others have it in hand.
RESOLVED = """
    (đã|được|tự|mới|trốn|chạy) (tự )?về (được|rồi|tới|nhà|đây)
    (tự|đã|mới) về
    về (rồi|được|tới nhà|nhà rồi|đây nè|lại rồi|an toàn|bình an)
    (tìm|kiếm|kiếm ra|tìm ra) (được|thấy|ra) (rồi|được|nó|con|bé|cháu|mẹ|ba|nhà)
    (tìm|kiếm) được
    (được|đã) (cứu|giải cứu|vớt lên|đưa ra|đón về|thả|giải thoát|tìm thấy)
    (cứu|giải cứu) (được|kịp|sống|rồi)
    (xuất viện|ra viện|viện cho về|nằm viện|đang điều trị|bó bột|rửa ruột|tháo bột|đi khám|khám rồi|=khâu|bác sĩ nói|bác sĩ bảo|bác sĩ chụp|bác sĩ khám|băng rồi|băng bó|dán băng|băng cá nhân|xẹp rồi|tái khám|cầm máu rồi|cầm rồi)
    (=khâu|may) # mũi
    (giờ|nay|h|hiện|hiện tại) … (ổn|=đỡ|khỏe|khoẻ|khỏi|bình thường|không sao|yên|hết đau|hết rồi|hết sốt|an toàn|đi học lại|tỉnh táo|chơi lại)
    (ổn|=đỡ|khỏi|lành|khỏe|khoẻ|bình thường|an toàn|bình yên|yên tâm) (rồi|lại|hơn|hẳn)
    (chuyện|đã) … (qua|hết) rồi
    (không|hổng|chẳng) sao (hết|rồi|đâu|cả)
    (công an|dân phòng|bộ đội|chính quyền|cán bộ|ủy ban|người ta|hàng xóm|bác sĩ|y tá) … (tới|đến|vào|đưa|bắt|giải cứu|đón|cứu|mời|dắt|giữ) … rồi
    (bị bắt rồi|bị công an bắt|đi tù|ở tù|tạm giam)
    (đón|đưa|dẫn|dắt|chở|rước|bế) … về (rồi|nhà|được|với)
    (an táng|chôn cất|đám tang|làm giỗ|đã mất|qua đời|mất vì|mất dưới)
    may (mà|phước|có|quá|là|nhờ|sao|thay)
    (vết sẹo|để sẹo|còn sẹo|thành sẹo|sẹo|di chứng)
    (lấy|vỗ|nhổ|móc|gắp) … ra (rồi|được)
    vớt (lên )?được … (tỉnh|khóc|thở)
    (ly hôn|ly dị|bỏ nhau) rồi
    (ở|sống) (với|nhà) … (rồi|yên|an toàn)
    (giờ|nay|h) … (ở|sống) với (bà|ngoại|nội|cô|chú|dì|bác|mẹ|ba|ông)
    về trung tâm
    (thoát|trốn|chạy|vùng|giằng) (được|thoát|khỏi|ra được|ra nên)
    (he|she|it) is (safe|fine|ok) now
"""

# The cues of time, and of doubt, that stand near a phrase.
CUES = ("going", "pressing", "just", "due", "soon", "past", "lately", "habit", "questions", "resolved", "unreal")
