package handlers

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sync"

	"github.com/gofiber/fiber/v2"
	"gopkg.in/yaml.v3"
)

//go:embed openapi/*.yaml
var contractFiles embed.FS

// anchorsFile is read in front of each other file, so that its anchors count there.
const anchorsFile = "openapi/anchors.yaml"

// contractJSON is the contract as clients fetch it.
var contractJSON = contractOf(contractFiles)

// contractOf returns a function that joins the files at its first call. It panics when they do not make one document;
// App calls it, so such a program does not start.
func contractOf(files fs.FS) func() []byte {
	return sync.OnceValue(func() []byte {
		text, err := joinContract(files)
		if err != nil {
			panic(err)
		}
		return text
	})
}

func sendContract(c *fiber.Ctx, _ caller) error {
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return c.Send(contractJSON())
}

// joinContract returns the files of the folder openapi as one document in JSON.
func joinContract(files fs.FS) ([]byte, error) {
	anchors, err := fs.ReadFile(files, anchorsFile)
	if err != nil {
		return nil, err
	}
	shared := map[string]any{}
	if err := yaml.Unmarshal(anchors, &shared); err != nil {
		return nil, fmt.Errorf("%s: %w", anchorsFile, err)
	}
	names, err := fs.Glob(files, "openapi/*.yaml")
	if err != nil {
		return nil, err
	}
	doc := contractDoc{homes: map[string]string{}}
	whole := maps.Clone(shared)
	for _, name := range names {
		if name == anchorsFile {
			continue
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		part := map[string]any{}
		if err := yaml.Unmarshal(slices.Concat(anchors, text), &part); err != nil {
			return nil, fmt.Errorf("%s after the lines of %s: %w", name, anchorsFile, err)
		}
		maps.DeleteFunc(part, func(key string, _ any) bool { return shared[key] != nil })
		if err := doc.add(whole, part, name, ""); err != nil {
			return nil, err
		}
	}
	return json.Marshal(whole)
}

// contractDoc has the file of each part of the contract: "/paths//api/v1/me", "/components/schemas/ID", "/info".
type contractDoc struct{ homes map[string]string }

// add merges the keys of a mapping of the file into the same place of the whole. Paths and the kinds of components are
// sections, which every file may have; a schema may list values or fields in several files, so that a capability names
// its own; anything else is in one file.
func (d contractDoc) add(whole, part map[string]any, file, at string) error {
	for key, value := range part {
		place := at + "/" + key
		if place == "/paths" || place == "/components" || at == "/components" {
			inner, ok := value.(map[string]any)
			if !ok {
				return fmt.Errorf("%s: %s is not a mapping", file, place)
			}
			section, ok := whole[key].(map[string]any)
			if !ok {
				section = map[string]any{}
				whole[key] = section
			}
			if err := d.add(section, inner, file, place); err != nil {
				return err
			}
			continue
		}
		if home, taken := d.homes[place]; taken {
			if at == "/components/schemas" && extend(whole[key], value) {
				continue
			}
			return fmt.Errorf("%s stands in %s and in %s", place, home, file)
		}
		d.homes[place], whole[key] = file, value
	}
	return nil
}

// extend adds a further file's values and fields to a schema. false: a duplicate, or no schema.
func extend(whole, more any) bool {
	to, ok := whole.(map[string]any)
	from, also := more.(map[string]any)
	if !ok || !also {
		return false
	}
	for key, value := range from {
		had := to[key]
		switch adds := value.(type) {
		case []any:
			list, _ := had.([]any)
			if slices.ContainsFunc(adds, func(one any) bool { return slices.Contains(list, one) }) {
				return false
			}
			to[key] = slices.Concat(list, adds)
		case map[string]any:
			fields, _ := had.(map[string]any)
			if key != "properties" || slices.ContainsFunc(slices.Collect(maps.Keys(adds)), func(name string) bool { return fields[name] != nil }) {
				return false
			}
			all := maps.Clone(adds)
			maps.Copy(all, fields)
			to[key] = all
		default:
			if had != nil {
				return false
			}
			to[key] = value
		}
	}
	return true
}
