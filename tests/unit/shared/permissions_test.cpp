// Who may do what: the sidecar's user everything, nginx's group read and write `demand`, others
// nothing. With two real users when this runs as root.
#include <dirent.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <grp.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <iostream>

#include "shared/demand.h"
#include "tests/unit/shared/store_fixture.h"

namespace livecam {
namespace {

struct User {
    uid_t uid;
    gid_t gid;
};

User user(const char* name) {
    const passwd* found = ::getpwnam(name);
    EXPECT_NE(found, nullptr) << name;
    return found != nullptr ? User{found->pw_uid, found->pw_gid} : User{65534, 65534};
}

/// Runs in a child that is this user and nobody else; what it returns, "" if all was well.
std::string as(const User& who, gid_t group, const std::function<std::string()>& what) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        std::string said = "cannot become another user";
        if (::setgroups(0, nullptr) == 0 && ::setresgid(group, group, group) == 0 &&
            ::setresuid(who.uid, who.uid, who.uid) == 0) {
            said = what();
        }
        [[maybe_unused]] const ssize_t written = ::write(ends[1], said.data(), said.size());
        ::_exit(0);
    }
    ::close(ends[1]);
    std::string said;
    char buffer[512];
    for (ssize_t n = 0; (n = ::read(ends[0], buffer, sizeof buffer)) > 0;) {
        said.append(buffer, static_cast<std::size_t>(n));
    }
    ::close(ends[0]);
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    return said;
}

/// All that a worker could try, each with whether it succeeded.
struct Try {
    std::string name;
    bool done;
};

bool opens(const std::string& path, int flags) {
    return static_cast<bool>(Fd{::open(path.c_str(), flags | O_CLOEXEC | O_NONBLOCK, 0600)});
}

std::vector<Try> writes(const std::string& store, const std::string& frame) {
    const std::string index = store + "/index";
    const std::string frames = store + "/frames";
    std::vector<Try> all;
    const auto add = [&all](const std::string& name, bool done) { all.push_back({name, done}); };
    for (const std::string& file : {index, frame}) {
        add("open for writing " + file, opens(file, O_RDWR) || opens(file, O_WRONLY));
        add("truncate " + file,
            ::truncate(file.c_str(), 0) == 0 || opens(file, O_WRONLY | O_TRUNC));
        add("chmod " + file, ::chmod(file.c_str(), 0666) == 0);
        add("chown " + file, ::chown(file.c_str(), ::geteuid(), ::getegid()) == 0);
        add("unlink " + file, ::unlink(file.c_str()) == 0);
        add("rename " + file, ::rename(file.c_str(), (file + "x").c_str()) == 0);
        add("link " + file, ::link(file.c_str(), (file + "x").c_str()) == 0);
        add("rename over " + file, ::rename((store + "/demand").c_str(), file.c_str()) == 0);
        // Open for reading, and again for writing by its number.
        const Fd read{::open(file.c_str(), O_RDONLY)};
        const std::string self = "/proc/self/fd/" + std::to_string(read.get());
        add("open again for writing " + file, opens(self, O_RDWR));
        add("fchmod " + file, ::fchmod(read.get(), 0666) == 0);
        add("ftruncate " + file, ::ftruncate(read.get(), 0) == 0);
    }
    for (const std::string& directory : {store, frames}) {
        add("create in " + directory, opens(directory + "/x", O_WRONLY | O_CREAT));
        add("create without a name in " + directory, opens(directory, O_WRONLY | O_TMPFILE));
        add("mkdir in " + directory, ::mkdir((directory + "/x").c_str(), 0700) == 0);
        add("symlink in " + directory, ::symlink("index", (directory + "/x").c_str()) == 0);
        add("chmod " + directory, ::chmod(directory.c_str(), 0777) == 0);
    }
    add("unlink demand", ::unlink((store + "/demand").c_str()) == 0);
    add("chmod demand", ::chmod((store + "/demand").c_str(), 0666) == 0);
    add("remove frames", ::rename(frames.c_str(), (store + "/gone").c_str()) == 0);
    add("remove the store", ::rename(store.c_str(), (store + "-gone").c_str()) == 0);
    add("open lock", opens(store + "/lock", O_RDONLY) || opens(store + "/lock", O_RDWR));
    return all;
}

std::string successes(const std::vector<Try>& tries) {
    std::string all;
    for (const Try& one : tries) {
        all += one.done ? one.name + "; " : "";
    }
    return all;
}

class Permissions : public StoreTest {
  protected:
    Permissions() { ::chmod(base_.c_str(), 0755); }

    bool root() const {
        if (::geteuid() == 0) {
            return true;
        }
        std::cerr << "NOT TESTED: sidecar and worker as two users, because only root can become "
                     "both (Permissions.ModesAndOwners has the bits)\n";
        return false;
    }

    std::string frame() const {
        return std::filesystem::directory_iterator(options.path + "/frames")->path();
    }

    /// The directory as the manual says: the sidecar's user, nginx's group.
    void make_store() {
        ASSERT_EQ(::mkdir(options.path.c_str(), 0750), 0);
        ASSERT_EQ(::chown(options.path.c_str(), sidecar.uid, worker.gid), 0);
        ASSERT_EQ(::chmod(options.path.c_str(), 02750), 0);
        EXPECT_EQ(as(sidecar, sidecar.gid, [this] { return publish("one"); }), "");
    }

    std::string publish(std::string_view content) {
        auto writer = StoreWriter::open(options);
        if (!writer) {
            return writer.error().message;
        }
        const auto done = put_picture(*writer, "/image/a", content);
        return done ? "" : done.error().message;
    }

    User sidecar = user("daemon");
    User worker = user("www-data");
    User other = user("nobody");
};

TEST_F(Permissions, ModesAndOwners) {
    StoreWriter writer = open();
    ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
    const std::vector<std::pair<std::string, mode_t>> wanted = {
        {"", 0750}, {"/frames", 02750}, {"/index", 0640}, {"/demand", 0660}, {"/lock", 0600},
    };
    for (const auto& [name, mode] : wanted) {
        struct stat status {};
        ASSERT_EQ(::stat((options.path + name).c_str(), &status), 0) << name;
        EXPECT_EQ(status.st_mode & 07777, mode) << name;
        EXPECT_EQ(status.st_uid, ::geteuid()) << name;
    }
    struct stat status {};
    ASSERT_EQ(::stat(frame().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, 0640u);
    EXPECT_EQ(status.st_uid, ::geteuid());
}

TEST_F(Permissions, AWorkerReadsAndWritesNothingButDemand) {
    if (!root()) {
        return;
    }
    make_store();
    const std::string picture = frame();
    EXPECT_EQ(as(worker, worker.gid,
                 [&]() -> std::string {
                     StoreReader r{options.path.c_str(), sidecar.uid};
                     if (!r.refresh(1) || read(r, "/image/a") != "one") {
                         return "cannot read the picture";
                     }
                     const DemandFile demand = DemandFile::open(r.directory(), r.index().epoch());
                     demand.add(0, 5, 1);
                     return demand.read(0).hits == 1 ? "" : "cannot write demand";
                 }),
              "");
    EXPECT_EQ(as(worker, worker.gid, [&] { return successes(writes(options.path, picture)); }), "");
    EXPECT_EQ(as(sidecar, sidecar.gid, [this] { return publish("two"); }), "") << "all is there";
}

TEST_F(Permissions, OthersSeeNothing) {
    if (!root()) {
        return;
    }
    make_store();
    const std::string picture = frame();
    const auto look = [&]() -> std::string {
        std::string seen = successes(writes(options.path, picture));
        for (const std::string& file :
             {options.path, options.path + "/frames", options.path + "/index",
              options.path + "/demand", picture}) {
            struct stat status {};
            seen += opens(file, O_RDONLY) ? "opened " + file + "; " : "";
            seen += file != options.path && ::stat(file.c_str(), &status) == 0
                        ? "looked at " + file + "; "
                        : "";
        }
        DIR* listing = ::opendir(options.path.c_str());
        return listing != nullptr ? seen + "listed" : seen;
    };
    EXPECT_EQ(as(other, other.gid, look), "");
}

/// Everything that can be locked, locked in every way there is, for as long as `fds` lives.
std::string lock_all(const std::string& store, std::vector<Fd>& fds) {
    std::string locked;
    const std::string picture = std::filesystem::directory_iterator(store + "/frames")->path();
    for (const std::string& file : {store, store + "/index", store + "/demand", store + "/frames",
                                    store + "/lock", picture}) {
        for (const int flags : {O_RDONLY, O_RDWR}) {
            Fd fd{::open(file.c_str(), flags | O_CLOEXEC)};
            if (!fd) {
                continue;
            }
            struct flock whole {};
            whole.l_type = flags == O_RDWR ? F_WRLCK : F_RDLCK;
            whole.l_whence = SEEK_SET;
            ::flock(fd.get(), LOCK_EX | LOCK_NB);
            ::fcntl(fd.get(), F_OFD_SETLK, &whole);
            ::fcntl(fd.get(), F_SETLK, &whole);
            for (const int lease : {F_RDLCK, F_WRLCK}) {
                locked += ::fcntl(fd.get(), F_SETLEASE, lease) == 0 ? "leased " + file + "; " : "";
            }
            fds.push_back(std::move(fd));
        }
    }
    return locked + (fds.size() < 4 ? "opened too little" : "");
}

TEST_F(Permissions, AWorkerCannotKeepTheSidecarFromStarting) {
    if (!root()) {
        return;
    }
    make_store();
    int said[2];
    int go[2];
    ASSERT_EQ(::pipe(said), 0);
    ASSERT_EQ(::pipe(go), 0);
    const pid_t hostile = ::fork();
    if (hostile == 0) {
        ::close(go[1]);
        std::vector<Fd> fds;
        std::string all = "cannot become another user";
        if (::setgroups(0, nullptr) == 0 && ::setresgid(worker.gid, worker.gid, worker.gid) == 0 &&
            ::setresuid(worker.uid, worker.uid, worker.uid) == 0) {
            all = lock_all(options.path, fds);
        }
        all += '\n';
        char end = 0;
        [[maybe_unused]] ssize_t n = ::write(said[1], all.data(), all.size());
        n = ::read(go[0], &end, 1);  // holds everything until the test is over
        ::_exit(0);
    }
    std::string locked;
    for (char c = 0; ::read(said[0], &c, 1) == 1 && c != '\n';) {
        locked += c;
    }
    EXPECT_EQ(locked, "") << "a lease would hold up whoever opens the file";
    EXPECT_EQ(as(sidecar, sidecar.gid, [this] { return publish("two"); }), "");
    EXPECT_EQ(as(worker, worker.gid,
                 [&]() -> std::string {
                     StoreReader r{options.path.c_str(), sidecar.uid};
                     return r.refresh(1) ? read(r, "/image/a") : "not attached";
                 }),
              "two");
    for (const int fd : {go[0], go[1], said[0], said[1]}) {
        ::close(fd);
    }
    EXPECT_EQ(::waitpid(hostile, nullptr, 0), hostile);
}

}  // namespace
}  // namespace livecam
