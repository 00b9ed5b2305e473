package inbox

import (
	"context"
	"errors"
	"time"

	"linli/app/fault"
)

// ErrTaken is returned for a push that was taken in before: what it did this time must be undone.
var ErrTaken = errors.New("push was taken in before")

const (
	// Budget is how long taking in one push may take: the platform waits five seconds (wechat.md §2.5), and a slow
	// database must not use them up.
	Budget = 2 * time.Second
	// KeepPushes is for how long the marks stay that tell a repeated push from a new one. The platform repeats for seconds.
	KeepPushes = 24 * time.Hour
)

// Tx marks a push in the transaction that does what it asks for.
type Tx interface {
	// AddPush marks a push as taken in and keeps the reply for a redelivery, or returns ErrTaken.
	AddPush(ctx context.Context, p Push, reply string, now time.Time) error
}

// Store is what taking in needs from the database. T is everything that pushes can change together.
type Store[T Tx] interface {
	InTx(ctx context.Context, do func(T) error) error
	// Keep takes in a push that changes nothing but its own mark, or returns ErrTaken.
	Keep(ctx context.Context, p Push, reply string, now time.Time) error
	// ReplyTo returns the reply to a push that was taken in before.
	ReplyTo(ctx context.Context, p Push) (string, error)
}

// Receiver takes in one kind of push by means of once, and returns the reply.
type Receiver[T Tx] func(ctx context.Context, p Push, once Once[T]) (reply string, err error)

// Quietly returns a Receiver that does all of these in one transaction and says nothing.
func Quietly[T Tx](all ...func(ctx context.Context, tx T, in *Taken) error) Receiver[T] {
	return func(ctx context.Context, _ Push, once Once[T]) (string, error) {
		return once.Do(ctx, func(tx T, in *Taken) (string, error) {
			for _, do := range all {
				if err := do(ctx, tx, in); err != nil {
					return "", err
				}
			}
			return "", nil
		})
	}
}

// Config is what the service needs.
type Config[T Tx] struct {
	Store     Store[T]
	Receivers map[Kind]Receiver[T] // a kind that nobody receives is marked and forgotten
	Now       func() time.Time
}

// Service hands every push to whoever receives its kind.
type Service[T Tx] struct {
	store     Store[T]
	receivers map[Kind]Receiver[T]
	now       func() time.Time
}

// NewService returns the service.
func NewService[T Tx](c Config[T]) *Service[T] {
	return &Service[T]{store: c.Store, receivers: c.Receivers, now: c.Now}
}

// Receive handles a push exactly once and returns the reply, which is "" when there is none. Its mark, its effect and its
// reply are one transaction, so a redelivery, also one at the same moment, gets the same reply and changes nothing. An
// error means that nothing was taken in: the platform must be left to deliver again.
func (s *Service[T]) Receive(ctx context.Context, p Push) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, Budget)
	defer cancel()
	receive := s.receivers[p.Kind]
	if receive == nil {
		receive = Quietly[T]()
	}
	once := Once[T]{s, p}
	reply, err := receive(ctx, p, once)
	if f, ok := fault.As(err); ok && f.Kind != fault.Busy {
		// What the person asked for is not possible: nothing of it is written, and they are told why.
		return once.Do(ctx, func(T, *Taken) (string, error) { return f.Text, nil })
	}
	return reply, err
}

// Taken is a push inside the transaction that takes it in.
type Taken struct {
	Push
	after []func(context.Context)
}

// After runs do when the transaction is committed.
func (t *Taken) After(do func(context.Context)) { t.after = append(t.after, do) }

// Once takes in one push.
type Once[T Tx] struct {
	service *Service[T]
	push    Push
}

// Do lets do work and marks the push, both or neither. The mark comes last: whoever finds it there already, a redelivery,
// is undone and gets the reply that stands with it.
func (o Once[T]) Do(ctx context.Context, do func(tx T, in *Taken) (reply string, err error)) (string, error) {
	var reply string
	var in *Taken
	err := o.service.store.InTx(ctx, func(tx T) (err error) {
		in = &Taken{Push: o.push} // it may run again from the start
		if reply, err = do(tx, in); err != nil {
			return err
		}
		return tx.AddPush(ctx, o.push, reply, o.service.now())
	})
	if reply, err = o.replyOr(ctx, reply, err); err != nil {
		return "", err
	}
	for _, after := range in.after {
		after(ctx)
	}
	return reply, nil
}

// Keep marks a push that changes nothing, with its reply.
func (o Once[T]) Keep(ctx context.Context, reply string) (string, error) {
	return o.replyOr(ctx, reply, o.service.store.Keep(ctx, o.push, reply, o.service.now()))
}

func (o Once[T]) replyOr(ctx context.Context, reply string, err error) (string, error) {
	if errors.Is(err, ErrTaken) {
		return o.service.store.ReplyTo(ctx, o.push)
	}
	if err != nil {
		return "", err
	}
	return reply, nil
}
