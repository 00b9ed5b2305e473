package handlers

import (
	_ "embed"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/gofiber/fiber/v2"
)

//go:embed openapi.yaml
var contractYAML []byte

// contractJSON is the contract as clients fetch it.
var contractJSON = sync.OnceValues(func() ([]byte, error) {
	doc, err := openapi3.NewLoader().LoadFromData(contractYAML)
	if err != nil {
		return nil, err
	}
	return doc.MarshalJSON()
})

func (s *Server) contract(c *fiber.Ctx, _ caller) error {
	doc, err := contractJSON()
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return c.Send(doc)
}
