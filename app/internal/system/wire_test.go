package system

import (
	"reflect"
	"strings"
	"testing"
)

// Services export no fields: their dependencies cannot be read or replaced.
func TestServicesKeepTheirPartsPrivate(t *testing.T) {
	for _, part := range reflect.VisibleFields(reflect.TypeFor[System]()) {
		service := part.Type
		if service.Kind() != reflect.Pointer {
			continue
		}
		service = service.Elem()
		if home := service.PkgPath(); !strings.HasPrefix(home, "linli/app/") || strings.HasPrefix(home, "linli/app/internal/") {
			continue
		}
		for _, f := range reflect.VisibleFields(service) {
			if f.IsExported() && !f.Anonymous { // an embedded field adds its methods
				t.Errorf("%s has the field %s", service, f.Name)
			}
		}
	}
}
