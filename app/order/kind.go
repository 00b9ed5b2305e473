package order

import (
	"slices"

	"linli/app/wordlist"
)

// Buying is the kind whose orders have a list of things to buy.
const Buying = "buy"

// shipped are the kinds until the county decides its own.
var shipped = []wordlist.Word{
	{Code: "errand", Name: "代办"},
	{Code: "haircut", Name: "理发"},
	{Code: "repair", Name: "维修"},
	{Code: "escort", Name: "陪诊"},
	{Code: "fetch", Name: "代取"},
	{Code: Buying, Name: "代购", Fixed: true},
	{Code: "help", Name: "其他帮忙"},
}

// Shipped returns the words of the list of kinds until the county decides, nil for any other list.
func Shipped(l wordlist.List) []wordlist.Word {
	if l != wordlist.Orders {
		return nil
	}
	return shipped
}

// named returns the kind with a code that is offered. Fault: ErrKind.
func named(all []wordlist.Word, code string) (wordlist.Word, error) {
	i := slices.IndexFunc(all, func(w wordlist.Word) bool { return w.Code == code && !w.Hidden })
	if i < 0 {
		return wordlist.Word{}, ErrKind
	}
	return all[i], nil
}
