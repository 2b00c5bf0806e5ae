// Command language-host is the language host for Node.js of an engine that was built from source. Pulumi's releases
// bring one along, whose module is not published; this one speaks as much of pulumirpc.LanguageRuntime as running
// programs and policy packs takes.
package main

import (
	"flag"
	"fmt"
	"log"
	"math"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

func main() {
	node := flag.String("node", "node", "the Node.js that runs programs")
	packages := flag.String("packages", ".", "the folder whose packages serve where a program has none of its own")
	flag.Parse()

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	server := grpc.NewServer(grpc.MaxRecvMsgSize(math.MaxInt32))
	pulumirpc.RegisterLanguageRuntimeServer(server, &host{
		node:     *node,
		packages: *packages,
		// Flags of the engine may come before it.
		engineAddress: flag.Arg(flag.NArg() - 1),
	})
	go exitWithEngine(os.Getppid())
	go exitOnSignal()
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	if err := server.Serve(listener); err != nil {
		log.Fatal(err)
	}
}

// exitWithEngine ends this process when its parent is gone: an engine that was killed says nothing.
func exitWithEngine(engine int) {
	for os.Getppid() == engine {
		time.Sleep(time.Second)
	}
	os.Exit(1)
}

func exitOnSignal() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	<-signals
	os.Exit(0)
}
