package workload

// ResourceGroup is one of the tenant's resource groups (schema BckndResourceGroup).
type ResourceGroup struct {
	ID     string
	Status string // PROVISIONED, PROVISIONING, ERROR
	// Labels have full keys, such as ext.ai.sap.com/stage. nil means that the
	// labels are unknown; a group without labels has an empty map.
	Labels map[string]string
}

// Provisioned is the Status of a resource group that is ready for use.
const Provisioned = "PROVISIONED"
