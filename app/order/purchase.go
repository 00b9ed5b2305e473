package order

import (
	"slices"
	"strings"

	"linli/app/fault"
	"linli/app/text"
)

// The limits of a purchase. Amounts are in 分, as people say them: no money passes through the system.
const (
	MaxLines = 20
	MaxLine  = 40
	MaxLimit = 1000_00
	MaxPayer = 100
)

// What can go wrong with a purchase.
var (
	ErrBuy      = fault.New(fault.Invalid, "order.buy", "请写明买什么（1 至 20 样，每样 1 至 40 字）")
	ErrNoBuy    = fault.New(fault.Invalid, "order.no_buy", "只有代购才写要买的东西")
	ErrLimit    = fault.New(fault.Invalid, "order.limit", "请说好最多花多少钱（1 元至 1000 元）")
	ErrPayer    = fault.New(fault.Invalid, "order.payer", "请说好钱由谁先垫、怎么给（2 至 100 字）")
	ErrMedicine = fault.New(fault.Invalid, "order.medicine", "药品只按本人的处方买，或者由本人写出药名")
	ErrSpent    = fault.New(fault.Invalid, "order.spent", "花的钱超过说好的上限，请先问居民，改好上限再买")
	ErrReceipt  = fault.New(fault.Invalid, "order.receipt", "请拍下小票；没有小票的，请写明在哪里买的")
	ErrPaper    = fault.New(fault.Invalid, "order.paper", "请写明居民在哪里、怎样签收的（2 至 400 字）")
)

// Basis says by what right a medicine is bought.
type Basis string

// The bases.
const (
	NoMedicine   Basis = ""
	Prescription Basis = "prescription" // the resident's own
	Named        Basis = "named"        // the resident says the name of the medicine
)

// Line is one thing to buy.
type Line struct {
	What  string
	Basis Basis
}

// Accepted is how a purchase came to its end.
type Accepted string

// The ways.
const (
	NotYet   Accepted = ""
	ByClient Accepted = "client"
	ByChat   Accepted = "chat"
	ByPaper  Accepted = "paper" // a paper at the counter
)

// Purchase is what somebody buys for a resident.
type Purchase struct {
	Lines    []Line
	Limit    int    // what it may cost
	Payer    string // who lays out the money, and how it is given back
	Spent    int
	Receipt  []int64
	Accepted Accepted
}

// Wanted says whether the order is a purchase.
func (p Purchase) Wanted() bool { return len(p.Lines) > 0 }

// check cleans a purchase. Faults: ErrBuy, ErrLimit, ErrPayer, ErrMedicine.
func (p *Purchase) check() error {
	if len(p.Lines) < 1 || len(p.Lines) > MaxLines {
		return ErrBuy
	}
	p.Lines = slices.Clone(p.Lines)
	for i := range p.Lines {
		p.Lines[i].What = text.Line(p.Lines[i].What)
		if err := p.Lines[i].check(); err != nil {
			return err
		}
	}
	p.Payer = text.Line(p.Payer)
	switch {
	case p.Limit < 100 || p.Limit > MaxLimit:
		return ErrLimit
	case !text.Within(p.Payer, 2, MaxPayer):
		return ErrPayer
	}
	return nil
}

func (l Line) check() error {
	if !text.Within(l.What, 1, MaxLine) {
		return ErrBuy
	}
	switch l.Basis {
	case Prescription:
		return nil
	case Named:
		if general(l.What) {
			return ErrMedicine
		}
		return nil
	case NoMedicine:
		if Medicine(l.What) {
			return ErrMedicine
		}
		return nil
	}
	return ErrBuy
}

// signs are parts of words by which a medicine is known; harmless are words that have one and are none.
var (
	signs    = []string{"药", "胶囊", "口服液", "颗粒", "冲剂", "胰岛素", "滴眼", "注射", "含片", "片剂", "软膏", "栓剂", "喷雾剂", "布洛芬", "头孢", "阿司匹林", "二甲双胍", "降压", "降糖", "青霉素", "安定"}
	harmless = []string{"山药", "芍药", "火药", "药盒", "药箱", "洗衣", "牙膏"}
)

// Medicine says whether what somebody wants to buy reads like a medicine.
func Medicine(what string) bool {
	for _, h := range harmless {
		what = strings.ReplaceAll(what, h, "")
	}
	return slices.ContainsFunc(signs, func(s string) bool { return strings.Contains(what, s) })
}

// kindsOfMedicine are words that name a use and no medicine: with them somebody else would choose.
var kindsOfMedicine = []string{"药", "药品", "药片", "感冒", "退烧", "止疼", "止痛", "消炎", "降压", "降糖", "安眠", "止咳", "咳嗽", "胃", "拉肚子", "止泻", "过敏", "眼", "心脏", "心脏病", "高血压", "糖尿病", "抗生素", "抗病毒", "补"}

// general says that the words name no medicine but only what it is for: 感冒药.
func general(what string) bool {
	bare := strings.TrimRight(strings.Join(strings.Fields(what), ""), "0123456789一二两三四五六七八九十盒瓶板袋支")
	if slices.Contains(kindsOfMedicine, bare) {
		return true
	}
	for _, end := range []string{"的药", "药片", "药品", "药水", "胶囊", "药"} {
		if rest, ok := strings.CutSuffix(bare, end); ok {
			return rest == "" || slices.Contains(kindsOfMedicine, rest)
		}
	}
	return false
}

// bring records what was bought: within the limit, with a photo of the receipt or the words of where it was bought.
func (p *Purchase) bring(f Finish) error {
	switch {
	case f.Spent < 1 || f.Spent > p.Limit:
		return ErrSpent
	case len(f.Files) == 0 && !text.Within(f.Words, 2, MaxWords):
		return ErrReceipt
	}
	p.Spent, p.Receipt = f.Spent, f.Files
	return nil
}

// raise changes the limit, which the resident said.
func (p *Purchase) raise(limit int) error {
	if limit < 100 || limit > MaxLimit {
		return ErrLimit
	}
	p.Limit = limit
	return nil
}
