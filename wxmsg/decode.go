package wxmsg

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// The platform pushes XML or JSON, and its JSON varies: a number may be a string, a list of one an object. Both formats are
// read into the same small tree, in which every value is text and a list is a repeated name.

const (
	maxDepth = 12
	maxNodes = 4096
)

// errBody is returned for any invalid body.
var errBody = errors.New("body is not acceptable XML or JSON")

// node is one element: its text, or its children in order.
type node struct {
	name string
	text string
	kids []*node
}

// get returns the trimmed text of the first child of this name, or "".
func (n *node) get(name string) string { return strings.TrimSpace(n.child(name).text) }

// child returns the first child of this name, or an empty node.
func (n *node) child(name string) *node {
	for _, kid := range n.kids {
		if kid.name == name {
			return kid
		}
	}
	return &node{}
}

// all returns the children of this name.
func (n *node) all(name string) []*node {
	var found []*node
	for _, kid := range n.kids {
		if kid.name == name {
			found = append(found, kid)
		}
	}
	return found
}

// once says that no name occurs twice: a second FromUserName would be a forged sender.
func (n *node) once(names ...string) bool {
	for _, name := range names {
		if len(n.all(name)) > 1 {
			return false
		}
	}
	return true
}

// decode reads a body by its first byte: '<' is XML, '{' is JSON. The content type is ignored.
func decode(body []byte) (root *node, isJSON bool, err error) {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	body = bytes.TrimSpace(body)
	if len(body) == 0 || !utf8.Valid(body) {
		return nil, false, errBody
	}
	switch body[0] {
	case '<':
		root, err = decodeXML(body)
	case '{':
		root, err = decodeJSON(body)
		isJSON = true
	default:
		err = errBody
	}
	if err == nil && !root.once("ToUserName", "FromUserName", "CreateTime", "MsgType", "Event", "MsgId", "Encrypt") {
		err = errBody
	}
	if err != nil {
		return nil, isJSON, errBody
	}
	return root, isJSON, nil
}

// decodeXML reads one root element. It refuses document types, entities beyond the five of XML, other encodings, deep
// nesting and content after the root.
func decodeXML(body []byte) (*node, error) {
	dec := xml.NewDecoder(bytes.NewReader(body)) // strict; without CharsetReader any encoding but UTF-8 is an error
	var root *node
	var open []*node
	count := 0
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errBody
		}
		switch t := tok.(type) {
		case xml.Directive:
			return nil, errBody
		case xml.StartElement:
			el := &node{name: t.Name.Local}
			count++
			if count > maxNodes || len(open) >= maxDepth || (len(open) == 0 && root != nil) {
				return nil, errBody
			}
			if len(open) == 0 {
				root = el
			} else {
				parent := open[len(open)-1]
				parent.kids = append(parent.kids, el)
			}
			open = append(open, el)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text += string(t)
			} else if len(bytes.TrimSpace(t)) > 0 {
				return nil, errBody
			}
		}
	}
	if root == nil {
		return nil, errBody
	}
	return root, nil
}

// decodeJSON reads one object without content after it.
func decodeJSON(body []byte) (*node, error) {
	r := &jsonReader{dec: json.NewDecoder(bytes.NewReader(body))}
	r.dec.UseNumber()
	root := &node{}
	if err := r.value(root, "", 0); err != nil {
		return nil, errBody
	}
	if _, err := r.dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errBody
	}
	return root.kids[0], nil
}

type jsonReader struct {
	dec   *json.Decoder
	count int
}

// value appends the next value under name to parent: one child, or one per element of an array.
func (r *jsonReader) value(parent *node, name string, depth int) error {
	tok, err := r.dec.Token()
	if err != nil {
		return err
	}
	if r.count++; r.count > maxNodes || depth > maxDepth {
		return errBody
	}
	if tok == json.Delim('[') {
		for r.dec.More() {
			if err := r.value(parent, name, depth+1); err != nil {
				return err
			}
		}
		_, err := r.dec.Token()
		return err
	}
	el := &node{name: name}
	parent.kids = append(parent.kids, el)
	switch t := tok.(type) {
	case json.Delim: // '{'; the decoder refuses a stray closing one
		return r.object(el, depth)
	case string:
		el.text = t
	case json.Number:
		el.text = t.String()
	case bool:
		if t {
			el.text = "true"
		}
	}
	return nil
}

func (r *jsonReader) object(el *node, depth int) error {
	for r.dec.More() {
		tok, err := r.dec.Token()
		if err != nil {
			return err
		}
		name, ok := tok.(string)
		if !ok {
			return errBody
		}
		if err := r.value(el, name, depth+1); err != nil {
			return err
		}
	}
	_, err := r.dec.Token()
	return err
}
