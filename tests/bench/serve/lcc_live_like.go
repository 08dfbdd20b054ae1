// What a service in Go does that keeps its pictures in memory, as lcc.live does: one RWMutex for each
// picture, fields and ETag set for each answer, bytes written from a slice.
//
//	lcc_live_like ADDRESS DIRECTORY
//
// Serves the files of DIRECTORY/image under /image/, as they were when it began.
package main

import (
	"fmt"
	"hash/fnv"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"
)

type picture struct {
	mutex    sync.RWMutex
	bytes    []byte
	etag     string
	modified string
}

func load(directory string) map[string]*picture {
	pictures := make(map[string]*picture)
	files, err := filepath.Glob(filepath.Join(directory, "image", "p*"))
	if err != nil {
		log.Fatal(err)
	}
	for _, file := range files {
		bytes, err := os.ReadFile(file)
		if err != nil {
			log.Fatal(err)
		}
		hash := fnv.New64a()
		hash.Write(bytes)
		pictures["/image/"+filepath.Base(file)] = &picture{
			bytes:    bytes,
			etag:     fmt.Sprintf("\"%d\"", hash.Sum64()),
			modified: time.Now().UTC().Format(http.TimeFormat),
		}
	}
	return pictures
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: lcc_live_like ADDRESS DIRECTORY")
	}
	pictures := load(os.Args[2])
	http.HandleFunc("/up", func(http.ResponseWriter, *http.Request) {})
	http.HandleFunc("/image/", func(w http.ResponseWriter, r *http.Request) {
		found := pictures[r.URL.Path]
		if found == nil {
			http.Error(w, "image not found", http.StatusNotFound)
			return
		}
		found.mutex.RLock()
		bytes, etag, modified := found.bytes, found.etag, found.modified
		found.mutex.RUnlock()
		header := w.Header()
		header.Set("Cache-Control", "public, max-age=3, stale-while-revalidate=120")
		header.Set("ETag", etag)
		header.Set("Last-Modified", modified)
		header.Set("X-Content-Type-Options", "nosniff")
		if r.Header.Get("If-None-Match") == etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		header.Set("Content-Type", "image/jpeg")
		header.Set("Content-Length", strconv.Itoa(len(bytes)))
		if r.Method != http.MethodHead {
			w.Write(bytes)
		}
	})
	log.Fatal(http.ListenAndServe(os.Args[1], nil))
}
