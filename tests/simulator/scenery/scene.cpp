#include "tests/simulator/scenery/scene.h"

#include <cmath>
#include <iterator>

#include "tests/simulator/scenery/random.h"

namespace livecam::sim {
namespace {

constexpr const char* kPlaces[] = {
    "Kestrel Ridge",     "Silver Saddle",    "Granite Spire",     "Raven Notch",
    "Larch Basin",       "Cloud Gate",       "Marmot Pass",       "Sunrise Couloir",
    "Hidden Bowl",       "Aspen Terrace",    "Stonecutter Peak",  "Winter Meadow",
    "Ibex Shoulder",     "Lantern Hut",      "Cathedral Wall",    "Upper Tarn",
    "Snowbird Gully",    "Twin Sisters",     "Glacier Point",     "Alder Creek",
    "Eagle Cirque",      "Frost Hollow",     "Needle Traverse",   "Copper Summit",
    "Juniper Flat",      "Moonlight Arete",  "Old Mine Road",     "Powder Park",
    "Quartz Dome",       "Bell Tower",       "Timber Lodge",      "Avalanche Creek",
    "White Pine Chutes", "Echo Lake",        "Wolverine Crest",   "Ptarmigan Slope",
    "Bear Trap Fork",    "Crystal Quad Top", "Sawtooth Overlook", "Valley Gate",
    "Lone Fir Hill",     "Storm Window",     "Chamois Steps",     "Blue Ice Station",
    "Heather Bench",     "Summit Plateau",   "Drift Corner",      "Pass Road South"};

// Coprime to the day's length in twelfths, so that neighbours on the wall differ in the hour.
constexpr float kGolden = 0.61803399f;

}  // namespace

std::string place_name(int index) {
    constexpr int kCount = static_cast<int>(std::size(kPlaces));
    std::string name = kPlaces[index % kCount];
    return index < kCount ? name : name + " " + std::to_string(index / kCount + 1);
}

Scene make_scene(std::uint64_t seed, int index) {
    Scene s;
    s.name = place_name(index);
    s.seed = mix64(seed * 1000003 + static_cast<std::uint64_t>(index));
    Random random(s.seed);

    const float turn = static_cast<float>(index) * kGolden;
    s.day_shift = turn - std::floor(turn);
    // The sun mostly from the side or from behind, where it models the land; sometimes ahead.
    s.azimuth = random.chance(0.22f) ? random.between(-12, 12) : random.between(55, 135);
    s.azimuth *= random.chance(0.5f) ? 1.0f : -1.0f;
    const float weather = random.unit();
    s.sky = weather < 0.22f   ? Sky::kClear
            : weather < 0.62f ? Sky::kFair
            : weather < 0.85f ? Sky::kBroken
                              : Sky::kOvercast;
    s.wind = random.between(0.05f, 0.25f) * (random.chance(0.3f) ? -1.0f : 1.0f);
    s.winter = random.chance(0.7f);
    s.snowing = s.winter && s.sky >= Sky::kBroken && random.chance(0.5f);

    s.roughness = random.between(0.26f, 0.46f);
    s.relief = random.between(1.2f, 2.0f);
    s.peak_x = random.between(-2.2f, 2.2f);
    s.peak_z = random.between(6, 9);
    s.peak_height = random.between(0.5f, 1.5f);
    s.eye = random.between(0.3f, 0.75f);
    s.valley_x = random.between(-0.8f, 0.8f);
    s.snow_line = s.winter ? random.between(0.05f, 0.7f) : random.between(1.1f, 1.7f);
    s.tree_line = random.between(0.6f, 1.1f);
    s.fog_top = random.chance(0.22f) ? random.between(0.12f, 0.4f) : -1;

    s.bank_left = random.between(0.06f, 0.30f);
    s.bank_right = random.between(0.06f, 0.30f);
    s.conifers = random.below(5) == 0 ? 8 + random.below(8) : 24 + random.below(36);
    const int feature = random.below(10);
    s.chalet = feature < 3;
    s.lift = feature >= 3 && feature < 6;
    s.road = feature == 6 || feature == 7;
    return s;
}

}  // namespace livecam::sim
