package handlers

import "linli/app/pages"

// items is a whole list.
type items[V any] struct {
	Items []V `json:"items"`
}

// page is a part of a list; next is the cursor of what follows, "" at the end.
type page[V any] struct {
	items[V]
	Next string `json:"next"`
}

// each shows every element of found.
func each[T, V any](found []T, view func(T) V) items[V] {
	all := items[V]{make([]V, len(found))}
	for i, one := range found {
		all.Items[i] = view(one)
	}
	return all
}

// pageOf is each for a page of a list ordered by id.
func pageOf[T, V any](found pages.Page[T], view func(T) V) page[V] {
	return page[V]{each(found.Items, view), maybe(found.Next.ID)}
}
