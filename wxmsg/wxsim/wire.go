package wxsim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Field is one element of a push, in order. Value is a string (CDATA in XML), an int, int64 or Number (bare), a []Field
// (children), or a [][]Field (the element repeated; always an array in JSON).
type Field struct {
	Name  string
	Value any
}

// Number is a bare number already in its wire form, such as 23.137466.
type Number string

// xmlBody writes <xml>…</xml> as WeChat does: no declaration, strings as CDATA.
func xmlBody(fields []Field) []byte {
	var b bytes.Buffer
	b.WriteString("<xml>")
	for _, f := range fields {
		writeXML(&b, f)
	}
	b.WriteString("</xml>")
	return b.Bytes()
}

func writeXML(b *bytes.Buffer, f Field) {
	if many, ok := f.Value.([][]Field); ok {
		for _, one := range many {
			writeXML(b, Field{f.Name, one})
		}
		return
	}
	b.WriteString("<" + f.Name + ">")
	switch v := f.Value.(type) {
	case string:
		b.WriteString("<![CDATA[" + strings.ReplaceAll(xmlText(v), "]]>", "]]]]><![CDATA[>") + "]]>")
	case []Field:
		for _, child := range v {
			writeXML(b, child)
		}
	default:
		b.WriteString(bare(v))
	}
	b.WriteString("</" + f.Name + ">")
}

// xmlText drops characters that XML 1.0 does not allow.
func xmlText(s string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || r < 0x20 && r != '\n' && r != '\t' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
}

// jsonBody writes the same fields as a JSON object; a repeated element becomes an array.
func jsonBody(fields []Field) []byte {
	var b bytes.Buffer
	writeJSON(&b, fields)
	return b.Bytes()
}

func writeJSON(b *bytes.Buffer, fields []Field) {
	b.WriteByte('{')
	for i, f := range fields {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(quote(f.Name))
		b.WriteByte(':')
		switch v := f.Value.(type) {
		case string:
			b.Write(quote(v))
		case []Field:
			writeJSON(b, v)
		case [][]Field:
			b.WriteByte('[')
			for j, one := range v {
				if j > 0 {
					b.WriteByte(',')
				}
				writeJSON(b, one)
			}
			b.WriteByte(']')
		default:
			b.WriteString(bare(v))
		}
	}
	b.WriteByte('}')
}

func bare(v any) string {
	switch v := v.(type) {
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case Number:
		return string(v)
	default:
		panic(fmt.Sprintf("wxsim: field of type %T", v))
	}
}

// quote is JSON without Go's HTML escapes.
func quote(s string) []byte { return marshal(s) }

func marshal(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(fmt.Sprintf("wxsim: encode %T: %v", v, err))
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// lists renders the <List> of the subscribe_msg_* events. In JSON there is no wrapper element, one List is an object and
// several are an array.
func (a *account) lists(wrapper string, lists [][]Field) []Field {
	if a.Format == XML {
		return []Field{{wrapper, []Field{{"List", lists}}}}
	}
	if len(lists) == 1 {
		return []Field{{"List", lists[0]}}
	}
	return []Field{{"List", lists}}
}

// loose is a number of the subscribe_msg_* events: bare in XML, a string in JSON.
func (a *account) loose(n int64) any {
	if a.Format == JSON {
		return strconv.FormatInt(n, 10)
	}
	return n
}

// render writes a push in the account's format.
func (a *account) render(fields []Field) []byte {
	if a.Format == JSON {
		return jsonBody(fields)
	}
	return xmlBody(fields)
}
