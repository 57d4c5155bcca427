package cost

import (
	"fmt"
	"strconv"
	"strings"
)

// Quantity reads an amount of memory as Kubernetes writes it, such as 16Gi
// (16·2³⁰ bytes), 55G (55·10⁹ bytes), or a number of bytes. The error names the text.
func Quantity(text string) (int64, error) {
	number := strings.TrimRight(text, "KMGTPikm")
	factor, known := quantities[text[len(number):]]
	n, err := strconv.ParseFloat(number, 64)
	if !known || err != nil || !(n >= 0 && n*factor < 1e18) {
		return 0, fmt.Errorf("%q is not an amount of memory", text)
	}
	return int64(n * factor), nil
}

var quantities = map[string]float64{
	"": 1, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "Ki": 1 << 10, "Mi": 1 << 20, "Gi": 1 << 30, "Ti": 1 << 40,
}
