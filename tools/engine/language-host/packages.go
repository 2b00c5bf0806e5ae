package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

type manifest struct {
	Version      string            `json:"version"`
	Dependencies map[string]string `json:"dependencies"`
}

// resolve finds a file of a package as a program in the folder would, or else among the host's own packages.
func (h *host) resolve(file, folder string) (string, error) {
	for _, start := range []string{folder, h.packages} {
		for _, modules := range moduleFolders(start) {
			if path, err := filepath.EvalSymlinks(filepath.Join(modules, file)); err == nil {
				return path, nil
			}
		}
	}
	return "", fmt.Errorf("%s is not installed in %s: run npm install there", file, folder)
}

// dependenciesOf lists the packages that a program names in its package.json, in the versions that are installed.
func dependenciesOf(folder string) []*pulumirpc.DependencyInfo {
	dependencies := []*pulumirpc.DependencyInfo{}
	for name, wanted := range readManifest(filepath.Join(folder, "package.json")).Dependencies {
		version := installedVersion(folder, name)
		if version == "" {
			version = wanted
		}
		dependencies = append(dependencies, &pulumirpc.DependencyInfo{Name: name, Version: version})
	}
	return dependencies
}

func installedVersion(folder, name string) string {
	for _, modules := range moduleFolders(folder) {
		if version := readManifest(filepath.Join(modules, name, "package.json")).Version; version != "" {
			return version
		}
	}
	return ""
}

// moduleFolders lists where Node.js looks for packages, the nearest first.
func moduleFolders(folder string) []string {
	folders := []string{}
	for {
		folders = append(folders, filepath.Join(folder, "node_modules"))
		parent := filepath.Dir(folder)
		if parent == folder {
			return folders
		}
		folder = parent
	}
}

// readManifest returns an empty manifest where there is none that can be read.
func readManifest(path string) (read manifest) {
	text, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(text, &read)
	}
	if err != nil {
		return manifest{}
	}
	return read
}
