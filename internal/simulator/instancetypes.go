package simulator

import "net/http"

// instanceTypes is GET /admin/resources/instanceTypes. Sizes and prices are made
// up.
func (s *Server) instanceTypes(*http.Request) *reply {
	return jsonReply(http.StatusOK, []byte(`{"instanceTypes":{`+
		`"cpu.small":{"memory":"8Gi","cpu":2,"gpu":0,"billableUnitsPerHour":0.4},`+
		`"cpu.large":{"memory":"64Gi","cpu":16,"gpu":0,"billableUnitsPerHour":3.2},`+
		`"gpu.single":{"memory":"64Gi","cpu":16,"gpu":1,"billableUnitsPerHour":6.5},`+
		`"gpu.eight":{"memory":"768Gi","cpu":96,"gpu":8,"billableUnitsPerHour":98.5}}}`))
}
