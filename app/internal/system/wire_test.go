package system

import (
	"reflect"
	"strings"
	"testing"
)

// What a service works with is given to it once; nobody reads its store through it, or puts another one there.
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
			if f.IsExported() && !f.Anonymous { // what is embedded lends its methods
				t.Errorf("%s has the field %s", service, f.Name)
			}
		}
	}
}
