// nginx's headers come first.
#include "ngx_module/push/stream_client.h"
//
#include "ngx_module/pure/text_buffer.h"
#include "ngx_module/send.h"

namespace livecam::http {
namespace {

constexpr std::string_view kOpening = "--livecam\r\n";
constexpr std::string_view kDelimiter = "\r\n--livecam\r\n";

}  // namespace

StreamClient::StreamClient(ngx_http_request_t* r, Hub& hub, std::string_view key, ngx_msec_t gap_ms,
                           Form form) noexcept
    : Listener(r), hub_(hub), outlet_(r), key_(key), gap_ms_(gap_ms), form_(form) {
    timer_.handler = on_timer;
    timer_.data = this;
    timer_.log = r->connection->log;
    timer_.cancelable = 1;
}

StreamClient::~StreamClient() {
    hub_.remove(*this);
    if (timer_.timer_set) {
        ngx_del_timer(&timer_);
    }
    drop_frame();
}

void StreamClient::drop_frame() noexcept {
    if (under_way_) {
        Responses::finish(response_);
        under_way_ = false;
    }
}

/// Another index may have other numbers; false if the camera is gone.
bool StreamClient::locate() noexcept {
    const IndexView& index = hub_.store().index();
    Descriptor stream;
    if (index.epoch() == epoch_) {
        return true;
    }
    const std::optional<std::uint32_t> found = index.find(key_);
    if (!found || !index.read(*found, stream) || stream.kind != Kind::kStream) {
        return false;
    }
    entry_ = stream.target;
    epoch_ = index.epoch();
    return true;
}

/// False, and the timer will ask again, if the last picture is too young.
bool StreamClient::due() noexcept {
    const ngx_msec_t age = ngx_current_msec - sent_at_;
    if (first_ || age >= gap_ms_) {
        return true;
    }
    if (!timer_.timer_set) {
        ngx_add_timer(&timer_, gap_ms_ - age);
    }
    return false;
}

ngx_int_t StreamClient::send(Frame* frame, Form form) noexcept {
    const std::string_view type = media_type(frame->ref.type);
    turn_ ^= 1;
    TextBuffer head{heads_[turn_], sizeof(heads_[turn_])};
    head << (first_ ? kOpening : std::string_view{})
         << "Content-Type: " << (type.empty() ? "application/octet-stream" : type)
         << "\r\nContent-Length: ";
    head.decimal(static_cast<std::int64_t>(frame->ref.length)) << "\r\n\r\n";

    ngx_buf_t* b = buffers_[turn_];
    ngx_memzero(b, sizeof(buffers_[turn_]));
    fill_memory(&b[0], to_ngx(head.text()).data, head.size());
    fill_frame(request(), &b[1], &file_, *frame, form);
    fill_memory(&b[2], to_ngx(kDelimiter).data, kDelimiter.size());
    b[2].flush = 1;
    ngx_chain_t chain[3] = {{&b[0], &chain[1]}, {&b[1], &chain[2]}, {&b[2], nullptr}};

    first_ = false;
    hub_.store().responses().begin(response_, request(), frame);
    under_way_ = true;
    serial_ = frame->ref.serial;
    sent_at_ = ngx_current_msec;
    return outlet_.write(chain);
}

/// Sends the newest picture if it is another one than the last, or `again` anyway; then whatever
/// came while it was taken.
ngx_int_t StreamClient::pump(bool again) noexcept {
    ngx_int_t rc = NGX_OK;
    while (rc == NGX_OK) {
        drop_frame();
        Descriptor camera;
        if (!hub_.store().index().read(entry_, camera) || !camera.has_picture() ||
            camera.withheld() || (camera.frames[0].serial == serial_ && !again) || !due()) {
            break;
        }
        again = false;
        Form form = form_;
        Frame* frame =
            hub_.store().frames().acquire(hub_.store().frames_directory(), camera.frames[0],
                                          slot_of(entry_, Place::kIdentity), form);
        if (frame == nullptr) {
            break;  // it has a successor already, or will have
        }
        rc = send(frame, form);
    }
    return rc;
}

ngx_int_t StreamClient::begin() noexcept {
    return locate() && pump(true) != NGX_ERROR ? NGX_OK : NGX_ERROR;
}

void StreamClient::changed() noexcept {
    if (!locate()) {
        leave();
    } else if (outlet_.idle() && pump(false) == NGX_ERROR) {
        Outlet::abort(request());
    }
}

void StreamClient::beat(ngx_msec_t now) noexcept {
    hub_.store().look(entry_);
    if (now - sent_at_ >= kSilenceMs && outlet_.idle() && pump(true) == NGX_ERROR) {
        Outlet::abort(request());
    }
}

void StreamClient::on_timer(ngx_event_t* event) noexcept {
    auto* client = static_cast<StreamClient*>(event->data);
    ngx_connection_t* c = client->request()->connection;
    client->changed();
    ngx_http_run_posted_requests(c);
}

void StreamClient::leave() noexcept {
    hub_.remove(*this);
    Outlet::end(request());
}

void StreamClient::writable() noexcept {
    ngx_int_t rc = outlet_.resume();
    if (rc == NGX_OK) {
        rc = pump(false);
    }
    if (rc == NGX_ERROR) {
        Outlet::abort(request());
    }
}

}  // namespace livecam::http
