package page

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"sync"
	"time"

	"go.uber.org/zap"
)

//go:embed static
var static embed.FS

//go:embed templates
var texts embed.FS

// contentPolicy lets a page use only our own styles, script and forms.
const contentPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// frame holds what all pages need.
type frame struct {
	Version string
	Title   string
	Here    string // the path of the page, for the navigation
	Now     time.Time
	Refresh int // seconds until a browser without script reloads; 0: never
	State   *State
	Content any
}

// Mode returns the mode of the config in force.
func (f *frame) Mode() string { return modeOf(f.State) }

func modeOf(s *State) string {
	if s.Config.Enforce {
		return "enforce"
	}
	return "dry-run"
}

// write writes a complete page, or an error.
func (s *Site) write(w http.ResponseWriter, code int, name string, f frame) {
	f.Version, f.Now = s.Version, s.Now()
	var out bytes.Buffer
	if err := templates()[name].Execute(&out, &f); err != nil {
		s.Log.Error("a page cannot be made", zap.String("page", name), zap.Error(err))
		http.Error(w, "this page cannot be shown; the log says why", http.StatusInternalServerError)
		return
	}
	guard(w, "text/html; charset=utf-8")
	w.WriteHeader(code)
	_, _ = out.WriteTo(w) // the reader may have disconnected
}

// guard sets security headers.
func guard(w http.ResponseWriter, contentType string) {
	header := w.Header()
	header.Set("Content-Type", contentType)
	header.Set("Content-Security-Policy", contentPolicy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cache-Control", "no-store")
}

// files serves the styles and the script.
func files() http.Handler {
	files := http.FileServerFS(static)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", contentPolicy)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-cache") // a new version brings new ones
		files.ServeHTTP(w, r)
	})
}

// templates returns the pages, each with the layout. They are read when the first
// page is asked for, as most commands show none.
var templates = sync.OnceValue(func() map[string]*template.Template {
	layout := template.Must(template.New("layout.html").Funcs(functions).ParseFS(texts, "templates/layout.html", "templates/parts.html"))
	made := make(map[string]*template.Template)
	for _, name := range []string{"overview", "plan", "explain", "config"} {
		made[name] = template.Must(template.Must(layout.Clone()).ParseFS(texts, "templates/"+name+".html"))
	}
	return made
})
