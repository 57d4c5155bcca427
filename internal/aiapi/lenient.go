package aiapi

import (
	"fmt"
	"math"
	"strconv"

	"github.com/go-faster/jx"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
)

// readTexts reads an object. Fields in texts are stored as text, whatever their
// JSON type. For fields in lists, a function is called for each element. null is
// an empty text or list.
func readTexts(d *jx.Decoder, texts map[string]*string, lists map[string]func(*jx.Decoder) error) error {
	return d.Obj(func(d *jx.Decoder, key string) error {
		if element := lists[key]; element != nil {
			return readList(d, element)
		}
		to := texts[key]
		if to == nil {
			return d.Skip()
		}
		raw, err := d.Raw()
		*to = plainText(string(raw))
		return err
	})
}

func readList(d *jx.Decoder, element func(*jx.Decoder) error) error {
	if d.Next() == jx.Null {
		return d.Null()
	}
	return d.Arr(element)
}

// number reads a number, which may have been in quotes. An empty text is NaN.
func number(text string) (float64, error) {
	if text == "" {
		return math.NaN(), nil
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil && !math.IsInf(n, 0) {
		return 0, fmt.Errorf("%w: %q is not a number", page.ErrFormat, clean(text))
	}
	return n, nil
}
