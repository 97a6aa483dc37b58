// Reads the files of deployment as the programs that use them do, without a container engine or a cluster:
//
//	deploy-tools compose FILE     what `docker compose config` prints of a compose file, or why it is wrong
//	deploy-tools kustomize DIR    what `kubectl kustomize` prints of a folder
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/compose-spec/compose-go/v2/cli"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "deploy-tools compose FILE | kustomize DIR")
		os.Exit(2)
	}
	text, err := read(os.Args[1], os.Args[2])
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", os.Args[2], err)
		os.Exit(1)
	}
	os.Stdout.Write(text)
}

func read(form, path string) ([]byte, error) {
	switch form {
	case "compose":
		// No variable of the machine comes in: a file has to be whole by itself.
		options, err := cli.NewProjectOptions([]string{path}, cli.WithProfiles([]string{"*"}))
		if err != nil {
			return nil, err
		}
		project, err := options.LoadProject(context.Background())
		if err != nil {
			return nil, err
		}
		return project.MarshalYAML()
	case "kustomize":
		resources, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), path)
		if err != nil {
			return nil, err
		}
		return resources.AsYaml()
	}
	return nil, fmt.Errorf("there is no form %q", form)
}
