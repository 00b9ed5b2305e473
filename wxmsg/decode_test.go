package wxmsg

import (
	"errors"
	"strings"
	"testing"
)

func TestDecodeAccepts(t *testing.T) {
	for name, body := range map[string]string{
		"cdata":            `<xml><A><![CDATA[x]]></A></xml>`,
		"plain":            `<xml><A>x</A></xml>`,
		"declared":         `<?xml version="1.0" encoding="UTF-8"?><xml><A>x</A></xml>`,
		"bom":              "\xef\xbb\xbf<xml><A>x</A></xml>",
		"blanks around":    "\r\n <xml>\n <A> x </A>\n</xml>\n",
		"comment":          `<xml><!-- c --><A>x</A></xml><!-- d -->`,
		"split cdata":      `<xml><A><![CDATA[]]><![CDATA[x]]></A></xml>`,
		"json":             `{"A":"x"}`,
		"json bom":         "\xef\xbb\xbf{\"A\":\"x\"}",
		"json blanks":      " {\"A\" : \"x\"} \n",
		"json with others": `{"n":null,"b":true,"f":1.5,"l":[],"o":{},"ll":[[1],[2]],"A":"x"}`,
		"repeated detail":  `<xml><detail><e>1</e></detail><detail><e>2</e></detail><A>x</A></xml>`,
	} {
		root, _, err := decode([]byte(body))
		if err != nil || root.get("A") != "x" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	deep := strings.Repeat("<a>", 50) + strings.Repeat("</a>", 50)
	for name, body := range map[string]string{
		"empty":             "",
		"blank":             " \n",
		"text":              "hello",
		"number":            "1",
		"array":             `[{"A":1}]`,
		"form":              "A=x",
		"doctype":           `<!DOCTYPE xml [<!ENTITY e "boom">]><xml><A>&e;</A></xml>`,
		"external entity":   `<!DOCTYPE x SYSTEM "file:///etc/passwd"><xml><A>x</A></xml>`,
		"unknown entity":    `<xml><A>&nbsp;</A></xml>`,
		"gbk":               `<?xml version="1.0" encoding="gbk"?><xml><A>x</A></xml>`,
		"gbk bytes":         "<xml><A>\xb5\xc6</A></xml>",
		"unclosed":          `<xml><A>x</A>`,
		"crossed":           `<xml><A>x</xml></A>`,
		"two roots":         `<xml/><xml/>`,
		"trailing text":     `<xml><A>x</A></xml>garbage`,
		"nul":               "<xml><A>\x00</A></xml>",
		"deep":              deep,
		"many":              "<xml>" + strings.Repeat("<a/>", maxNodes) + "</xml>",
		"deep json":         strings.Repeat(`{"a":`, 50) + "1" + strings.Repeat("}", 50),
		"deep json arrays":  `{"a":` + strings.Repeat(`[`, 5000) + strings.Repeat("]", 5000) + "}",
		"many json":         `{"a":[` + strings.Repeat("1,", maxNodes) + "1]}",
		"json trailing":     `{"A":"x"}{}`,
		"json garbage":      `{"A":"x"}]`,
		"json unclosed":     `{"A":"x"`,
		"json bad utf8":     "{\"A\":\"\xb5\xc6\"}",
		"json stray":        `{"A":}`,
		"two senders":       `<xml><FromUserName>a</FromUserName><FromUserName>b</FromUserName></xml>`,
		"two senders json":  `{"FromUserName":"a","FromUserName":"b"}`,
		"list of senders":   `{"FromUserName":["a","b"]}`,
		"two cipher texts":  `<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>`,
		"directive inside":  `<xml><!ELEMENT a><A>x</A></xml>`,
		"mismatched prefix": `<a:xml><A>x</A></b:xml>`,
	} {
		if _, _, err := decode([]byte(body)); !errors.Is(err, errBody) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDecodeKeepsWords(t *testing.T) {
	root, isJSON, err := decode([]byte("<xml><Content><![CDATA[ a<b>&amp;\n灯😀 ]]></Content></xml>"))
	if err != nil || isJSON || root.child("Content").text != " a<b>&amp;\n灯😀 " {
		t.Errorf("%v %q", err, root.child("Content").text)
	}
	root, isJSON, err = decode([]byte(`{"MsgId":6272960105994287618,"F":1e3}`))
	if err != nil || !isJSON || root.get("MsgId") != "6272960105994287618" || root.get("F") != "1e3" {
		t.Errorf("%v %+v", err, root)
	}
	if root.child("a").child("b").get("c") != "" {
		t.Error("missing is not empty")
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		vecMsg, `<xml><A><![CDATA[x]]></A></xml>`, `{"List":[{"a":1},{"a":"2"}],"n":null}`, `<!DOCTYPE a>`, "\xef\xbb\xbf{}", `{"a":[[[1]]]}`,
		`<xml><SubscribeMsgPopupEvent><List><TemplateId>a</TemplateId></List><List/></SubscribeMsgPopupEvent></xml>`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		root, _, err := decode(body)
		if err != nil {
			if !errors.Is(err, errBody) || root != nil {
				t.Errorf("%v", err)
			}
			return
		}
		if depth(root) > maxDepth+2 {
			t.Error("too deep")
		}
	})
}

func depth(n *node) int {
	most := 0
	for _, kid := range n.kids {
		most = max(most, depth(kid))
	}
	return most + 1
}
