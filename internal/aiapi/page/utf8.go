package page

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// valid replaces invalid UTF-8 by U+FFFD, as encoding/json does. Nearly all texts
// are ASCII, so it first checks for that, eight bytes at a time.
func valid(text []byte) []byte {
	if ascii(text) || utf8.Valid(text) {
		return text
	}
	return bytes.ToValidUTF8(text, []byte("\uFFFD"))
}

func ascii(text []byte) bool {
	var all uint64
	for ; len(text) >= 8; text = text[8:] {
		all |= binary.LittleEndian.Uint64(text)
	}
	for _, c := range text {
		all |= uint64(c)
	}
	return all&0x8080808080808080 == 0
}
