package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// alreadyReported is the exit code of a program that has told the user what is wrong.
const alreadyReported = 32

// Run runs a program to its end. What it prints becomes what this process prints.
func (h *host) Run(_ context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	info := request.GetInfo()
	folder := request.GetPwd()
	if folder == "" {
		folder = info.GetProgramDirectory()
	}
	runner, err := h.resolve("@pulumi/pulumi/cmd/run/index.js", folder)
	if err != nil {
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
	config, err := json.Marshal(configOf(request))
	if err != nil {
		return nil, err
	}
	secretKeys, err := json.Marshal(append([]string{}, request.GetConfigSecretKeys()...))
	if err != nil {
		return nil, err
	}
	args := append(nodeArguments(info), runner,
		"--monitor", request.GetMonitorAddress(), "--engine", h.engineAddress,
		"--project", request.GetProject(), "--stack", request.GetStack(), "--pwd", folder)
	args = append(args, flagUnlessEmpty("--organization", request.GetOrganization())...)
	args = append(args, flagUnlessEmpty("--root-directory", info.GetRootDirectory())...)
	if request.GetParallel() > 0 {
		args = append(args, "--parallel", strconv.Itoa(int(request.GetParallel())))
	}
	if request.GetDryRun() {
		args = append(args, "--dry-run")
	}
	args = append(append(args, info.GetEntryPoint()), request.GetArgs()...)

	program := exec.Command(h.node, args...)
	program.Dir = folder
	program.Env = append(os.Environ(), typescriptVariable(info),
		"PULUMI_CONFIG="+string(config), "PULUMI_CONFIG_SECRET_KEYS="+string(secretKeys))
	program.Stdout, program.Stderr = os.Stdout, os.Stderr
	return responseOf(program.Run()), nil
}

func responseOf(err error) *pulumirpc.RunResponse {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return &pulumirpc.RunResponse{}
	case !errors.As(err, &exit):
		return &pulumirpc.RunResponse{Error: err.Error()}
	case exit.ExitCode() == alreadyReported:
		return &pulumirpc.RunResponse{Bail: true}
	case exit.ExitCode() < 0:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("Program was ended by %v", exit)}
	default:
		return &pulumirpc.RunResponse{
			Error: fmt.Sprintf("Program exited with non-zero exit code: %d", exit.ExitCode()),
		}
	}
}

// RunPlugin runs a policy pack, or another plugin that is a Node.js program, and hands on what it prints.
func (h *host) RunPlugin(
	request *pulumirpc.RunPluginRequest, stream grpc.ServerStreamingServer[pulumirpc.RunPluginResponse],
) error {
	info := request.GetInfo()
	folder, args, file := info.GetProgramDirectory(), request.GetArgs(), "@pulumi/pulumi/cmd/run-plugin/index.js"
	programArgs := append([]string{folder}, args...)
	workingFolder := request.GetPwd()
	if request.GetKind() == "analyzer" {
		file = "@pulumi/pulumi/cmd/run-policy-pack/index.js"
		// The engine's address comes first.
		programArgs = append([]string{args[0], folder}, args[1:]...)
		workingFolder = folder
	}
	runner, err := h.resolve(file, folder)
	if err != nil {
		return err
	}

	plugin := exec.CommandContext(stream.Context(), h.node,
		append(append(nodeArguments(info), runner), programArgs...)...)
	plugin.Cancel = func() error { return plugin.Process.Signal(syscall.SIGTERM) }
	plugin.Dir = workingFolder
	plugin.Env = append(append(os.Environ(), request.GetEnv()...), typescriptVariable(info))
	var sending sync.Mutex
	send := func(response *pulumirpc.RunPluginResponse) error {
		sending.Lock()
		defer sending.Unlock()
		return stream.Send(response)
	}
	plugin.Stdout = writer(func(chunk []byte) error {
		return send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Stdout{Stdout: chunk}})
	})
	plugin.Stderr = writer(func(chunk []byte) error {
		return send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Stderr{Stderr: chunk}})
	})
	err = plugin.Run()
	if plugin.ProcessState == nil {
		return err
	}
	code := int32(plugin.ProcessState.ExitCode())
	return send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Exitcode{Exitcode: code}})
}

type writer func(chunk []byte) error

func (write writer) Write(chunk []byte) (int, error) {
	return len(chunk), write(chunk)
}

// configOf gives the keys of the configuration the older form in which the SDK reads them.
func configOf(request *pulumirpc.RunRequest) map[string]string {
	config := map[string]string{}
	for key, value := range request.GetConfig() {
		config[strings.Replace(key, ":", ":config:", 1)] = value
	}
	return config
}

// nodeArguments reads runtime.options.nodeargs of Pulumi.yaml.
func nodeArguments(info *pulumirpc.ProgramInfo) []string {
	text, _ := info.GetOptions().AsMap()["nodeargs"].(string)
	return strings.Fields(text)
}

// typescriptVariable reads runtime.options.typescript of Pulumi.yaml, which is on unless it is switched off.
func typescriptVariable(info *pulumirpc.ProgramInfo) string {
	option := info.GetOptions().AsMap()["typescript"]
	return fmt.Sprintf("PULUMI_NODEJS_TYPESCRIPT=%t", option != false && option != "false")
}

func flagUnlessEmpty(flag, value string) []string {
	if value == "" {
		return nil
	}
	return []string{flag, value}
}
