package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"
)

// sender sends the notice of a job: the statements and transactions of the real worker, and the same call.
type sender struct {
	*records
	client *http.Client
	url    string
}

func notices(ctx context.Context, r *records, address *redis.Options) error {
	transport := http.DefaultTransport.(*http.Transport).Clone() // the type is documented
	transport.MaxIdleConnsPerHost, transport.MaxConnsPerHost = 32, 128
	s := &sender{r, &http.Client{Transport: transport, Timeout: 10 * time.Second}, os.Getenv("LINLI_WECHAT_BASE") +
		"/cgi-bin/message/template/send?access_token=" + os.Getenv("FLOOR_TOKEN")}
	server := asynq.NewServer(asynq.RedisClientOpt{Addr: address.Addr, DB: address.DB}, asynq.Config{
		Concurrency: 16, TaskCheckInterval: 100 * time.Millisecond, LogLevel: asynq.FatalLevel,
		DelayedTaskCheckInterval: time.Second,
	})
	if err := server.Start(asynq.HandlerFunc(func(ctx context.Context, t *asynq.Task) error {
		id, err := strconv.ParseInt(string(t.Payload()), 10, 64)
		if err != nil {
			return err
		}
		if err := s.send(ctx, id); err != nil {
			fmt.Println("floor:", err)
			return err
		}
		return nil
	})); err != nil {
		return err
	}
	<-ctx.Done()
	server.Shutdown()
	return nil
}

const noticeColumns = `id, person_id, community_id, kind, about, facts, urgent, state, due_at, created_at, sent_at, read_at, folded`

func (s *sender) send(ctx context.Context, job int64) error {
	now := time.Now().UnixMilli()
	if err := s.write(func() error {
		_, err := s.pool.ExecContext(ctx, `
			UPDATE job_open SET leased = ?, tries = tries + 1
			WHERE  id = ? AND due_at <= ? AND leased <= ?`, now+30000, job, now, now)
		return err
	}); err != nil {
		return err
	}
	row, err := one(ctx, s.pool, `SELECT id, kind, ref, due_at, tries, added FROM job_open WHERE id = ?`, job)
	if err != nil {
		return err
	}
	notice := row[2].(int64)
	var attempt int64
	var openid, words string
	if err := s.inTx(ctx, func(tx *sql.Tx) (err error) {
		attempt, openid, words, err = s.prepare(ctx, tx, notice, now)
		return err
	}); err != nil {
		return err
	}
	msgid, err := s.call(ctx, notice, openid, words)
	if err != nil {
		return err
	}
	if err := s.inTx(ctx, func(tx *sql.Tx) error { return s.record(ctx, tx, notice, attempt, msgid) }); err != nil {
		return err
	}
	return s.write(func() error {
		_, err := s.pool.ExecContext(ctx, `DELETE FROM job_open WHERE id = ? AND added = ?`, job, row[5])
		return err
	})
}

func (s *sender) prepare(ctx context.Context, tx *sql.Tx, notice, now int64) (attempt int64, openid, words string, err error) {
	n, err := one(ctx, tx, `SELECT `+noticeColumns+` FROM notify_notice WHERE id = ?`+s.lock, notice)
	if err != nil {
		return 0, "", "", err
	}
	if _, err = read(ctx, tx, `SELECT id, notice_id, channel, openid, outcome, final, msgid, code, reason, at, tries
		FROM notify_attempt WHERE notice_id = ? ORDER BY id LIMIT 10`, notice); err != nil {
		return 0, "", "", err
	}
	address, err := one(ctx, tx, `SELECT account, openid FROM person_identity
		WHERE person_id = ? AND (account <> ? OR follows = 1) ORDER BY id DESC LIMIT 20`, n[1], "oa")
	if err != nil {
		return 0, "", "", err
	}
	openid, words = text(address[1]), text(n[5])
	res, err := tx.ExecContext(ctx, `
		INSERT INTO notify_attempt (notice_id, channel, openid, outcome, final, msgid, code, reason, at, tries)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, notice, "oa", openid, "", 0, nil, 0, "", now, 1)
	if err != nil {
		return 0, "", "", err
	}
	if attempt, err = res.LastInsertId(); err != nil {
		return 0, "", "", err
	}
	_, err = tx.ExecContext(ctx, `UPDATE notify_notice SET state = ?, due_at = ?, sent_at = ?, folded = ? WHERE id = ?`,
		"pending", now, 0, 0, notice)
	return attempt, openid, words, err
}

// text reads a column that one driver returns as bytes and the other as a string.
func text(v any) string {
	if b, ok := v.([]byte); ok {
		return string(b)
	}
	s, _ := v.(string)
	return s
}

type value struct {
	Value string `json:"value"`
}

// call makes the HTTP call of the real program, with the same bytes but for the values.
func (s *sender) call(ctx context.Context, notice int64, openid, words string) (string, error) {
	var facts map[string]string
	if err := json.Unmarshal([]byte(words), &facts); err != nil {
		return "", err
	}
	body, err := json.Marshal(map[string]any{
		"touser": openid, "template_id": "TPL_oa_new", "client_msg_id": "linli-" + strconv.FormatInt(notice, 10),
		"miniprogram": map[string]string{"appid": os.Getenv("LINLI_MP_APPID"), "pagepath": "ticket/detail/index?id=1"},
		"data": map[string]value{
			"thing1": {facts["title"]}, "character_string2": {facts["number"]}, "thing3": {facts["place"]},
			"time4": {facts["at"]}, "thing5": {facts["words"]},
		},
	})
	if err != nil {
		return "", err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	res, err := s.client.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return "", err
	}
	var said struct {
		Code  int   `json:"errcode"`
		MsgID int64 `json:"msgid"`
	}
	if err := json.Unmarshal(answer, &said); err != nil || said.Code != 0 {
		return "", fmt.Errorf("the platform answered %s", answer)
	}
	return strconv.FormatInt(said.MsgID, 10), nil
}

func (s *sender) record(ctx context.Context, tx *sql.Tx, notice, attempt int64, msgid string) error {
	now := time.Now().UnixMilli()
	if _, err := one(ctx, tx, `SELECT `+noticeColumns+` FROM notify_notice WHERE id = ?`+s.lock, notice); err != nil {
		return err
	}
	if _, err := read(ctx, tx, `SELECT ok, reason FROM notify_receipt WHERE channel = ? AND msgid = ?`, "oa", msgid); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `
		UPDATE notify_attempt SET outcome = ?, final = ?, msgid = ?, code = ?, reason = ?, at = ?, tries = ? WHERE id = ?`,
		"sent", 0, msgid, 0, "", now, 1, attempt); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE notify_notice SET state = ?, due_at = ?, sent_at = ?, folded = ? WHERE id = ?`,
		"sent", now, now, 0, notice)
	return err
}
