// Package load sends many requests to an HTTP server and measures the time (压测). Its client does as little as possible,
// because it shares the processors with the server: a request is given as bytes, and of the answer only the status is read.
package load

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// Result counts one run.
type Result struct {
	Done    int // answered with the wanted status
	Also    int // answered with the other accepted status
	Failed  int
	First   string // the first failure
	Took    time.Duration
	Elapsed []time.Duration // time of each accepted answer, ascending
}

// Rate returns the number of accepted answers per second.
func (r Result) Rate() float64 {
	if r.Took <= 0 {
		return 0
	}
	return float64(r.Done) / r.Took.Seconds()
}

// Quantile returns the time within which the share q was answered.
func (r Result) Quantile(q float64) time.Duration {
	if len(r.Elapsed) == 0 {
		return 0
	}
	return r.Elapsed[min(int(q*float64(len(r.Elapsed))), len(r.Elapsed)-1)]
}

// Request returns the bytes of a request with a kept connection.
func Request(method, path string, headers map[string]string, body []byte) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: bench\r\n", method, path)
	for name, value := range headers {
		fmt.Fprintf(&b, "%s: %s\r\n", name, value)
	}
	fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n", len(body))
	b.Write(body)
	return b.Bytes()
}

// Client is one connection. One goroutine uses it.
type Client struct {
	address string
	conn    net.Conn
	in      *bufio.Reader
}

// Dial returns a client; it connects on first use.
func Dial(address string) *Client { return &Client{address: address} }

// Close ends the connection.
func (c *Client) Close() {
	if c.conn != nil {
		c.conn.Close()
		c.conn = nil
	}
}

const patience = 30 * time.Second

// Do sends a request and returns the status and the body of the answer. The body is dropped unless keep is set.
func (c *Client) Do(request []byte, keep bool) (status int, body []byte, err error) {
	if c.conn == nil {
		if c.conn, err = net.DialTimeout("tcp", c.address, 5*time.Second); err != nil {
			return 0, nil, err
		}
		c.in = bufio.NewReaderSize(c.conn, 16<<10)
	}
	defer func() {
		if err != nil {
			c.Close()
		}
	}()
	if err = c.conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return 0, nil, err
	}
	if _, err = c.conn.Write(request); err != nil {
		return 0, nil, err
	}
	return c.answer(keep)
}

func (c *Client) answer(keep bool) (status int, body []byte, err error) {
	line, err := c.in.ReadSlice('\n')
	if err != nil {
		return 0, nil, err
	}
	if len(line) < 12 {
		return 0, nil, fmt.Errorf("status line %q", line)
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, nil, fmt.Errorf("status line %q", line)
	}
	length := 0
	for {
		if line, err = c.in.ReadSlice('\n'); err != nil {
			return 0, nil, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		if name, value, ok := bytes.Cut(line, []byte(": ")); ok && bytes.EqualFold(name, []byte("Content-Length")) {
			if length, err = strconv.Atoi(string(value)); err != nil {
				return 0, nil, fmt.Errorf("length %q", value)
			}
		}
	}
	if !keep {
		_, err = c.in.Discard(length)
		return status, nil, err
	}
	body = make([]byte, length)
	_, err = io.ReadFull(c.in, body)
	return status, body, err
}

// Source returns the i-th request, or nil when there are no more.
type Source func(i int) []byte

// Load is the target of a run and the accepted answers.
type Load struct {
	Address string
	Status  int // wanted
	Also    int // accepted too; 0: none
	Lines   int // connections
	Next    Source
}

// Closed sends on each connection the next request as soon as the last was answered, for the given time.
func (l Load) Closed(d time.Duration) Result {
	begin := time.Now()
	var n atomic.Int64
	return l.run(begin, func() (int, time.Time, bool) {
		now := time.Now()
		return int(n.Add(1) - 1), now, now.Sub(begin) < d
	})
}

// Steady sends rate requests per second regardless of answers. The time of each starts when it was due: a pause of a second
// makes all requests of that second late.
func (l Load) Steady(rate int, d time.Duration) Result {
	begin := time.Now()
	most := int64(float64(rate) * d.Seconds())
	var n atomic.Int64
	return l.run(begin, func() (int, time.Time, bool) {
		i := n.Add(1) - 1
		due := begin.Add(time.Duration(i) * time.Second / time.Duration(rate))
		if i < most {
			time.Sleep(time.Until(due))
		}
		return int(i), due, i < most
	})
}

// run sends the requests of turn on every connection until turn has no more.
func (l Load) run(begin time.Time, turn func() (i int, from time.Time, more bool)) Result {
	var all Result
	var mu sync.Mutex
	var group sync.WaitGroup
	for range l.Lines {
		group.Go(func() {
			c := Dial(l.Address)
			defer c.Close()
			var own Result
			for {
				i, from, more := turn()
				if !more {
					break
				}
				request := l.Next(i)
				if request == nil {
					break
				}
				status, body, err := c.Do(request, own.Failed == 0)
				if err == nil && status == l.Also {
					own.Also++
					own.Elapsed = append(own.Elapsed, time.Since(from))
					continue
				}
				if err != nil || status != l.Status {
					if own.Failed++; own.First == "" {
						own.First = fmt.Sprintf("%d %s %v", status, body, err)
					}
					continue
				}
				own.Done++
				own.Elapsed = append(own.Elapsed, time.Since(from))
			}
			mu.Lock()
			defer mu.Unlock()
			all.Done += own.Done
			all.Also += own.Also
			all.Failed += own.Failed
			if all.First == "" {
				all.First = own.First
			}
			all.Elapsed = append(all.Elapsed, own.Elapsed...)
		})
	}
	group.Wait()
	all.Took = time.Since(begin)
	slices.Sort(all.Elapsed)
	return all
}
