#include "tests/e2e/certificate.h"

#include <stdexcept>

#include "tests/e2e/process.h"

namespace livecam::e2e {

Certificate make_certificate(const std::string& directory) {
    Certificate made{directory + "/cert.pem", directory + "/key.pem"};
    // An elliptic curve, because an RSA key takes a noticeable part of a second.
    const Finished done =
        run({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-days", "1", "-subj", "/CN=localhost", "-addext",
             "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", made.key, "-out",
             made.certificate});
    if (done.code != 0) {
        throw std::runtime_error("openssl makes no certificate: " + done.output);
    }
    return made;
}

}  // namespace livecam::e2e
