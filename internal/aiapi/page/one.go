package page

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// DecodeExecution reads one execution in the API's JSON, with all its fields and
// as leniently as Decode. The error says what is wrong with the text.
func DecodeExecution(text []byte) (workload.Execution, error) {
	if !json.Valid(text) { // invalid JSON could close the list that is put around it
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
