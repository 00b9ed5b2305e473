package text

import "reflect"

// Clean applies Words to every text that to contains: fields, lists, maps and their elements.
func Clean(to any) { clean(reflect.ValueOf(to)) }

func clean(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			clean(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			clean(v.Field(i))
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			clean(v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			item := reflect.New(v.Type().Elem()).Elem()
			item.Set(v.MapIndex(key))
			clean(item)
			v.SetMapIndex(key, item)
		}
	case reflect.String:
		if v.CanSet() {
			v.SetString(Words(v.String()))
		}
	}
}
