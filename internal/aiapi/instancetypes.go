package aiapi

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/go-faster/jx"
)

// InstanceType is the size and the price of one type of node (schema
// BckndInstanceType). A number that the API leaves out is NaN.
type InstanceType struct {
	Name                 string
	CPUs                 float64
	GPUs                 float64
	Memory               string // such as 16Gi
	CapacityUnitsPerHour float64
}

// InstanceTypes returns the instance types of the tenant, sorted by name. Only
// tenants with the extended plan may ask; others get 403. The error is an *Error.
func (c *Client) InstanceTypes(ctx context.Context) ([]InstanceType, error) {
	const endpoint = "/admin/resources/instanceTypes"
	var all []InstanceType
	err := c.do(ctx, &call{
		method: http.MethodGet, endpoint: endpoint, path: endpoint, tenant: true,
		read: readField("instanceTypes", func() { all = nil }, func(d *jx.Decoder) error {
			return d.Obj(func(d *jx.Decoder, name string) error {
				t, err := readInstanceType(d, name)
				all = append(all, t)
				return err
			})
		}),
	})
	slices.SortFunc(all, func(a, b InstanceType) int { return strings.Compare(a.Name, b.Name) })
	return all, err
}

func readInstanceType(d *jx.Decoder, name string) (InstanceType, error) {
	t := InstanceType{Name: name}
	var cpu, gpu, price string
	if err := readTexts(d, map[string]*string{"memory": &t.Memory, "cpu": &cpu, "gpu": &gpu, "billableUnitsPerHour": &price}, nil); err != nil {
		return t, err
	}
	var errs [3]error
	t.CPUs, errs[0] = number(cpu)
	t.GPUs, errs[1] = number(gpu)
	t.CapacityUnitsPerHour, errs[2] = number(price)
	return t, errors.Join(errs[:]...)
}
