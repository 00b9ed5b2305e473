package wxsim

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// element is a parsed reply, from XML or JSON.
type element struct {
	name     string
	text     string
	children []*element
}

// get returns the untrimmed text of a child; a missing one is "".
func (e *element) get(path ...string) string {
	for _, name := range path {
		e = e.child(name)
		if e == nil {
			return ""
		}
	}
	return e.text
}

func (e *element) child(name string) *element {
	for _, c := range e.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

// parseXML accepts one <xml> document without DTD and without a repeated element at the top.
func parseXML(body []byte) (*element, error) {
	dec := xml.NewDecoder(bytes.NewReader(body))
	root := &element{}
	stack := []*element{root}
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("parse XML: %w", err)
		}
		top := stack[len(stack)-1]
		switch t := tok.(type) {
		case xml.Directive:
			return nil, errors.New("XML with a DTD")
		case xml.StartElement:
			e := &element{name: t.Name.Local}
			if len(stack) == 2 && top.child(e.name) != nil {
				return nil, fmt.Errorf("<%s> is repeated", e.name)
			}
			top.children = append(top.children, e)
			stack = append(stack, e)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if top == root && strings.TrimSpace(string(t)) != "" {
				return nil, errors.New("text outside of <xml>")
			}
			top.text += string(t)
		}
	}
	if len(root.children) != 1 || root.children[0].name != "xml" {
		return nil, errors.New("not one <xml> document")
	}
	return root.children[0], nil
}

// parseJSON accepts one object.
func parseJSON(body []byte) (*element, error) {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var object map[string]any
	if err := dec.Decode(&object); err != nil {
		return nil, fmt.Errorf("parse JSON: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("text after the JSON object")
	}
	return fromJSON("", object), nil
}

func fromJSON(name string, v any) *element {
	e := &element{name: name}
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			if many, ok := value.([]any); ok {
				for _, one := range many {
					e.children = append(e.children, fromJSON(key, one))
				}
				continue
			}
			e.children = append(e.children, fromJSON(key, value))
		}
	case string:
		e.text = v
	case nil:
	default:
		e.text = fmt.Sprint(v)
	}
	return e
}
