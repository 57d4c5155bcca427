package aiapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// DecodeExecution reads one execution in the API's JSON, whole and as leniently
// as a listing does. The error says what is wrong with the text.
func DecodeExecution(text []byte) (workload.Execution, error) {
	if !json.Valid(text) { // it could close the list that it is put in
		return workload.Execution{}, fmt.Errorf("%w: this is not one value of JSON", errNotJSON)
	}
	page := io.MultiReader(bytes.NewReader([]byte(`{"resources":[`)), bytes.NewReader(text), bytes.NewReader([]byte(`]}`)))
	list, err := decodePage(page, ListOptions{Details: true})
	if err != nil {
		return workload.Execution{}, err
	}
	defer list.release()
	if n := len(list.executions); n != 1 {
		return workload.Execution{}, fmt.Errorf("%w: one execution is wanted, there are %d", errNotJSON, n)
	}
	return list.executions[0], nil
}
