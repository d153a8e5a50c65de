"""What the words of the report mean, as its footnotes say it. Pure."""

from __future__ import annotations

DEFINITIONS = {
    "contact": (
        "Lượt liên hệ: một cuộc trò chuyện có người nhắn tin trong một ngày, không phụ thuộc số tin; không ghi lại "
        "người nhắn là ai."
    ),
    "first": "Theo lời đầu tiên, do máy phân loại; không có người đọc để thống kê mục này.",
    "case": (
        "Vụ việc: thông tin được cán bộ tiếp nhận thành hồ sơ, không kể hồ sơ được xác định không liên quan đến trẻ em "
        "cần hỗ trợ hoặc đã có ở hồ sơ khác; tính theo ngày nhận tin đầu tiên."
    ),
    "violence": (
        "Bạo lực, xâm hại trẻ em: bạo lực, xâm hại tình dục, bóc lột, bỏ rơi, bỏ mặc, tảo hôn và hủ tục hôn nhân."
    ),
    "reason": (
        "Mỗi vụ việc tính vào một loại, là loại nặng nhất; thứ tự theo phân loại của Tổ chức Đường dây hỗ trợ trẻ em "
        "quốc tế (CHI)."
    ),
    "age": "Độ tuổi theo lời người báo tin, cán bộ sửa khi biết rõ; tính trên tất cả vụ việc.",
    "setting": "Môi trường suy ra từ quan hệ của người gây hại với trẻ em, cán bộ sửa khi biết rõ.",
    "harm": (
        "Chỉ tiêu 0101 “Số trẻ em bị xâm hại” (Thông tư số 13/2021/TT-BLĐTBXH). Ở đây đếm vụ việc do đường dây tiếp "
        "nhận, chưa phải số trẻ em đã được cơ quan có thẩm quyền kết luận; hình thức xâm hại theo khoản 5 Điều 4 Luật "
        "Trẻ em; mục mua bán gồm cả trẻ em mất tích, đi lạc, bỏ nhà đi. Người chưa đủ 18 tuổi đều được tính."
    ),
    "in_time": (
        "Thời hạn nhận vụ việc: 5 phút với mức nguy cấp, 1 giờ với mức khẩn cấp, 24 giờ với mức trong ngày, 72 giờ với "
        "mức thông thường, kể từ tin đầu tiên."
    ),
    "twelve": ("Tính là đúng hạn khi vụ việc đã được chuyển tuyến hoặc kết thúc trong 12 giờ kể từ tin đầu tiên."),
    "place": "Xã, phường hiện nay; vụ việc tính vào nơi xảy ra, không kể vụ việc không rõ nơi.",
    "arrivals": "Đếm theo tuần bắt đầu trong kỳ, không ghi lại người đến là ai.",
    "entered": "Số liệu do xã, phường nhập, cộng của các xã, phường đã nhập từng chỉ tiêu.",
}
