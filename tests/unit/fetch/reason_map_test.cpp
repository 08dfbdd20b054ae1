#include "sidecar/fetch/reason_map.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace livecam::fetch {
namespace {

Reason of_code(CURLcode code) {
    return reason_of({.code = code});
}
Reason of_status(long status) {
    return reason_of({.status = status});
}

TEST(ReasonMapTest, AnswersToLookAtHaveNone) {
    EXPECT_EQ(of_status(200), Reason::kNone);
    EXPECT_EQ(of_status(203), Reason::kNone);
    EXPECT_EQ(reason_of({.status = 304, .conditional = true}), Reason::kNone);
}

TEST(ReasonMapTest, EveryOtherStatus) {
    EXPECT_EQ(of_status(201), Reason::kHttpError);
    EXPECT_EQ(of_status(204), Reason::kHttpError);
    EXPECT_EQ(of_status(206), Reason::kHttpError);
    EXPECT_EQ(of_status(300), Reason::kRedirect);
    EXPECT_EQ(of_status(302), Reason::kRedirect);
    EXPECT_EQ(of_status(304), Reason::kHttpError);
    EXPECT_EQ(of_status(400), Reason::kHttpError);
    EXPECT_EQ(of_status(401), Reason::kUnauthorized);
    EXPECT_EQ(of_status(403), Reason::kForbidden);
    EXPECT_EQ(of_status(404), Reason::kNotFound);
    EXPECT_EQ(of_status(407), Reason::kHttpError);
    EXPECT_EQ(of_status(410), Reason::kGone);
    EXPECT_EQ(of_status(429), Reason::kTooManyRequests);
    EXPECT_EQ(of_status(500), Reason::kServerError);
    EXPECT_EQ(of_status(503), Reason::kServerError);
    EXPECT_EQ(of_status(599), Reason::kServerError);
    EXPECT_EQ(of_status(600), Reason::kHttpError);
}

TEST(ReasonMapTest, EveryFamilyOfLibcurlsErrors) {
    EXPECT_EQ(of_code(CURLE_COULDNT_RESOLVE_HOST), Reason::kDns);
    EXPECT_EQ(of_code(CURLE_OPERATION_TIMEDOUT), Reason::kTimeout);
    EXPECT_EQ(of_code(CURLE_RECV_ERROR), Reason::kReset);
    EXPECT_EQ(of_code(CURLE_SEND_ERROR), Reason::kReset);
    EXPECT_EQ(of_code(CURLE_GOT_NOTHING), Reason::kReset);
    EXPECT_EQ(of_code(CURLE_HTTP2_STREAM), Reason::kReset);
    EXPECT_EQ(of_code(CURLE_PARTIAL_FILE), Reason::kShortBody);
    EXPECT_EQ(of_code(CURLE_TOO_MANY_REDIRECTS), Reason::kRedirect);
    EXPECT_EQ(of_code(CURLE_FILESIZE_EXCEEDED), Reason::kTooBig);
    EXPECT_EQ(of_code(CURLE_SSL_CONNECT_ERROR), Reason::kTls);
    EXPECT_EQ(of_code(CURLE_PEER_FAILED_VERIFICATION), Reason::kTls);
    EXPECT_EQ(of_code(CURLE_SSL_PINNEDPUBKEYNOTMATCH), Reason::kTls);
    EXPECT_EQ(of_code(CURLE_SSL_CACERT_BADFILE), Reason::kTls);
    EXPECT_EQ(of_code(CURLE_WEIRD_SERVER_REPLY), Reason::kNetwork);
    EXPECT_EQ(of_code(CURLE_OUT_OF_MEMORY), Reason::kNetwork);
}

TEST(ReasonMapTest, FailedConnectIsNamedByItsErrno) {
    const auto of_errno = [](long number) {
        return reason_of({.code = CURLE_COULDNT_CONNECT, .os_errno = number});
    };
    EXPECT_EQ(of_errno(ECONNREFUSED), Reason::kRefused);
    EXPECT_EQ(of_errno(0), Reason::kRefused);
    EXPECT_EQ(of_errno(ETIMEDOUT), Reason::kTimeout);
    EXPECT_EQ(of_errno(ECONNRESET), Reason::kReset);
    EXPECT_EQ(of_errno(ENETUNREACH), Reason::kNetwork);
    EXPECT_EQ(of_errno(EMFILE), Reason::kNetwork);
}

TEST(ReasonMapTest, SchemeIsARedirectFailureOnlyAfterARedirect) {
    EXPECT_EQ(of_code(CURLE_UNSUPPORTED_PROTOCOL), Reason::kNetwork);
    EXPECT_EQ(reason_of({.code = CURLE_UNSUPPORTED_PROTOCOL, .status = 302, .redirects = 1}),
              Reason::kRedirect);
    EXPECT_EQ(reason_of({.code = CURLE_URL_MALFORMAT, .status = 302, .redirects = 1}),
              Reason::kRedirect);
}

TEST(ReasonMapTest, OurOwnAborts) {
    EXPECT_EQ(reason_of({.code = CURLE_WRITE_ERROR, .status = 200, .abort = Abort::kTooBig}),
              Reason::kTooBig);
    EXPECT_EQ(reason_of({.code = CURLE_ABORTED_BY_CALLBACK, .status = 302, .abort = Abort::kHop}),
              Reason::kRedirect);
}

TEST(ReasonMapTest, ErrorStatusCountsBeforeWhatWentWrongAfterIt) {
    EXPECT_EQ(reason_of({.code = CURLE_WRITE_ERROR, .status = 404}), Reason::kNotFound);
    EXPECT_EQ(reason_of({.code = CURLE_FILESIZE_EXCEEDED, .status = 503}), Reason::kServerError);
    EXPECT_EQ(reason_of({.code = CURLE_OPERATION_TIMEDOUT, .status = 200}), Reason::kTimeout);
}

}  // namespace
}  // namespace livecam::fetch
