package workload

import (
	"encoding/json"

	"github.com/go-faster/jx"
)

// MarshalJSON writes the execution with the API's field names. It leaves out
// fields that are missing, except the id.
func (e Execution) MarshalJSON() ([]byte, error) {
	var w jx.Encoder
	w.ObjStart()
	for i := range Fields {
		if err := Fields[i].encode(&w, &e); err != nil {
			return nil, err
		}
	}
	w.ObjEnd()
	return w.Bytes(), nil
}

func (f *Field) encode(w *jx.Encoder, e *Execution) error {
	text, at := f.Text(e), f.Time(e)
	switch {
	case f.Kind == Time && !at.IsZero():
		written, err := at.MarshalText()
		if err != nil {
			return err
		}
		w.FieldStart(f.Name)
		w.ByteStr(written)
	case f.Kind == List && text != "":
		written, err := json.Marshal(json.RawMessage(text)) // on one line; an error where it is not JSON
		if err != nil {
			return err
		}
		w.FieldStart(f.Name)
		w.Raw(written)
	case f.Kind < Time && (text != "" || f.Name == "id"):
		w.FieldStart(f.Name)
		w.StrEscape(text)
	}
	return nil
}
