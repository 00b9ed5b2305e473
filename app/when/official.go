package when

// Official returns the special days of 2026, published by the General Office of the State Council on 4 November 2025. The
// operator loads later years.
func Official() []Special {
	var days []Special
	for _, h := range []struct {
		name     string
		from, to Date
		work     []Date
	}{
		{"元旦", 20260101, 20260103, []Date{20260104}},
		{"春节", 20260215, 20260223, []Date{20260214, 20260228}},
		{"清明节", 20260404, 20260406, nil},
		{"劳动节", 20260501, 20260505, []Date{20260509}},
		{"端午节", 20260619, 20260621, nil},
		{"中秋节", 20260925, 20260927, nil},
		{"国庆节", 20261001, 20261007, []Date{20260920, 20261010}},
	} {
		for d := h.from; d <= h.to; d = d.Next() {
			days = append(days, Special{Date: d, Off: true, Name: h.name})
		}
		for _, d := range h.work {
			days = append(days, Special{Date: d, Name: h.name})
		}
	}
	return days
}
