package check

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// nobody is the user of the image.
const nobody = 65532

// box is a root file system with only the program and the files that the test
// adds.
type box struct {
	root string
	env  []string
}

func newBox(t *testing.T) *box {
	t.Helper()
	b := &box{root: t.TempDir()}
	if err := os.Chmod(b.root, 0o755); err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	b.put(t, "/aicore-reaper", program)
	return b
}

// put writes a file that everyone may read and execute and only root may write.
func (b *box) put(t *testing.T, name string, content []byte) {
	t.Helper()
	file := filepath.Join(b.root, name)
	if err := cmp.Or(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, content, 0o755)); err != nil {
		t.Fatal(err)
	}
}

// own creates a directory to which the program may write.
func (b *box) own(t *testing.T, name string) {
	t.Helper()
	dir := filepath.Join(b.root, name)
	if err := cmp.Or(os.MkdirAll(dir, 0o755), os.Chmod(dir, 0o777)); err != nil {
		t.Fatal(err)
	}
}

// command returns a command that runs the program in this box as the user nobody.
func (b *box) command(t *testing.T, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), "/aicore-reaper", args...)
	cmd.Dir, cmd.Env = "/", b.env
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: b.root}
	if os.Getuid() == 0 {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
		return cmd
	}
	cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER
	cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: nobody, HostID: os.Getuid(), Size: 1}}
	cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: nobody, HostID: os.Getgid(), Size: 1}}
	return cmd
}
