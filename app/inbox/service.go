package inbox

import (
	"context"
	"errors"
	"time"

	"linli/app/fault"
)

// ErrTaken is returned for a repeated push: the transaction must roll back.
var ErrTaken = errors.New("push was received before")

const (
	// Budget is the time limit for one push: the platform waits five seconds (wechat.md §2.5), and a slow database must not
	// use them up.
	Budget = 2 * time.Second
	// KeepPushes is how long the marks that detect a repeated push are kept. The platform repeats within seconds.
	KeepPushes = 24 * time.Hour
)

// Tx marks a push in the same transaction as its effect.
type Tx interface {
	// AddPush marks a push as received and keeps the reply for a redelivery, or returns ErrTaken.
	AddPush(ctx context.Context, p Push, reply string, now time.Time) error
}

// Store is what the service needs from the database. T is the transaction of all receivers.
type Store[T Tx] interface {
	InTx(ctx context.Context, do func(T) error) error
	// Keep marks a push that has no other effect, or returns ErrTaken.
	Keep(ctx context.Context, p Push, reply string, now time.Time) error
	// ReplyTo returns the stored reply to a push received before.
	ReplyTo(ctx context.Context, p Push) (string, error)
}

// Receiver handles one kind of push by means of once, and returns the reply.
type Receiver[T Tx] func(ctx context.Context, p Push, once Once[T]) (reply string, err error)

// Quietly returns a Receiver that runs all functions in one transaction and sends no reply.
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
	Receivers map[Kind]Receiver[T] // a kind without a receiver is marked and ignored
	Now       func() time.Time
}

// Service passes every push to the receiver of its kind.
type Service[T Tx] struct {
	store     Store[T]
	receivers map[Kind]Receiver[T]
	now       func() time.Time
}

// NewService returns the service.
func NewService[T Tx](c Config[T]) *Service[T] {
	return &Service[T]{store: c.Store, receivers: c.Receivers, now: c.Now}
}

// Receive handles a push exactly once and returns the reply, or "" for none. Mark, effect and reply are one transaction, so
// a redelivery, even a simultaneous one, gets the same reply and changes nothing. After an error nothing is stored: let the
// platform deliver again.
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
		// The request was refused: nothing of it is written, and the reply says why.
		return once.Do(ctx, func(T, *Taken) (string, error) { return f.Text, nil })
	}
	return reply, err
}

// Taken is a push inside the transaction that handles it.
type Taken struct {
	Push
	after []func(context.Context)
}

// After runs do once the transaction is committed.
func (t *Taken) After(do func(context.Context)) { t.after = append(t.after, do) }

// Once handles one push exactly once.
type Once[T Tx] struct {
	service *Service[T]
	push    Push
}

// Do runs do and marks the push in one transaction. The mark comes last: a redelivery that finds it is rolled back and gets
// the stored reply.
func (o Once[T]) Do(ctx context.Context, do func(tx T, in *Taken) (reply string, err error)) (string, error) {
	var reply string
	var in *Taken
	err := o.service.store.InTx(ctx, func(tx T) (err error) {
		in = &Taken{Push: o.push} // the transaction may be retried from the start
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

// Keep marks a push that has no other effect, with its reply.
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
