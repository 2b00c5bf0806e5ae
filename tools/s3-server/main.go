// Serves one bucket of S3 on the loopback interface, in memory. It keeps conditional writes: each is checked and carried
// out under one lock. The first line of its output is its address.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

func main() {
	bucket := flag.String("bucket", "states", "name of the bucket")
	flag.Parse()
	store := s3mem.New()
	if err := store.CreateBucket(*bucket); err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s\n", listener.Addr())
	log.Fatal(http.Serve(listener, gofakes3.New(store).Server()))
}
