package page

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// DecodeExecution reads one execution in the API's JSON, whole and as leniently
// as Decode does. The error says what is wrong with the text.
func DecodeExecution(text []byte) (workload.Execution, error) {
	if !json.Valid(text) { // it could close the list that it is put in
		return workload.Execution{}, fmt.Errorf("%w: this is not one value of JSON", ErrFormat)
	}
	list := io.MultiReader(bytes.NewReader([]byte(`{"resources":[`)), bytes.NewReader(text), bytes.NewReader([]byte(`]}`)))
	p, err := Decode(list, Options{Details: true})
	if err != nil {
		return workload.Execution{}, err
	}
	defer p.Release()
	if n := len(p.Executions); n != 1 {
		return workload.Execution{}, fmt.Errorf("%w: one execution is wanted, there are %d", ErrFormat, n)
	}
	return p.Executions[0], nil
}
